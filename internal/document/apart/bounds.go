package apart

import "time"

// bounds are what the reading of one file may cost.
type bounds struct {
	time time.Duration
	// memory is how many bytes the process may take.
	memory int64
	// answer is how many bytes it may say; what they say takes some eight times as much memory here.
	answer int64
}

// usual is how many references a file may hold within the bounds of usually.
const usual = 5000

// usually are the bounds of a file of up to usual references.
var usually = bounds{30 * time.Second, 320 << 20, 32 << 20}

// eachThousand is what is added to them for every thousand references that a file may hold above usual. A thousand
// printed ones, which cost most, were measured to take 0.8 s of a processor, 2.4 MB and 0.9 MB.
var eachThousand = bounds{3 * time.Second, 4 << 20, 2 << 20}

// boundsOf returns the bounds of files that hold at most so many references.
func boundsOf(most int) bounds {
	thousands := int64(max(0, most-usual+999) / 1000)
	return bounds{
		usually.time + time.Duration(thousands)*eachThousand.time,
		usually.memory + thousands*eachThousand.memory,
		usually.answer + thousands*eachThousand.answer,
	}
}

// Longest returns how long it may take to read a file that holds at most so many references.
func Longest(most int) time.Duration { return boundsOf(most).time }
