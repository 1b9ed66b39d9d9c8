package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// scale weighs a process and those that it starts, again and again: what all of them have in memory at a time.
type scale struct {
	most  atomic.Int64 // kB
	ended chan struct{}
	once  sync.Once
}

// newScale begins to weigh a process.
func newScale(pid int) *scale {
	s := &scale{ended: make(chan struct{})}
	go func() {
		for tick := time.NewTicker(50 * time.Millisecond); ; {
			s.most.Store(max(s.most.Load(), weight(strconv.Itoa(pid))))
			select {
			case <-tick.C:
			case <-s.ended:
				tick.Stop()
				return
			}
		}
	}()
	return s
}

func (s *scale) stop() { s.once.Do(func() { close(s.ended) }) }

// weight returns the resident memory of a process and of those that it has started, in kB (proc(5)).
func weight(pid string) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%s/status", pid))
	if err != nil {
		return 0 // it is gone
	}
	var sum int64
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmRSS:" {
			sum, _ = strconv.ParseInt(fields[1], 10, 64)
		}
	}
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%s/task/*/children", pid))
	for _, path := range lists {
		children, _ := os.ReadFile(path)
		for _, child := range strings.Fields(string(children)) {
			sum += weight(child)
		}
	}
	return sum
}

// busy returns for how many seconds a process has kept processors busy (proc(5)).
func busy(pid int) float64 {
	const perSecond = 100 // USER_HZ, which is this on every Linux
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0 // it is gone
	}
	_, behind, _ := strings.Cut(string(stat), ") ") // the name of the program is in brackets
	fields := strings.Fields(behind)
	const user, system = 11, 12
	if len(fields) <= system {
		return 0
	}
	inUser, _ := strconv.Atoi(fields[user])
	inSystem, _ := strconv.Atoi(fields[system])
	return float64(inUser+inSystem) / perSecond
}
