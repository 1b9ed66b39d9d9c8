// Package metrics counts what the service does, for Prometheus (https://prometheus.io/docs/practices/naming/).
// What is counted is told by those who do it, through functions in their options; what stands in the
// database or in the registries' clients is looked up when somebody asks.
//
// No label holds what a client can choose: there are as many series as routes, registries and verdicts.
package metrics

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/refcheck/refcheck/internal/registry"
)

// Metrics counts. It is safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry

	requests    *prometheus.HistogramVec
	underWay    *prometheus.GaugeVec
	asked       *prometheus.CounterVec
	answerTime  *prometheus.HistogramVec
	waitingTime *prometheus.HistogramVec
	decided     *prometheus.CounterVec
	worked      *prometheus.HistogramVec
}

// The buckets: answers of the service, of registries, waits for limits, and slices of a check.
var (
	fast = []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 30}
	slow = []float64{.025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}
	long = []float64{.5, 1, 5, 15, 30, 60, 120, 300, 900}
)

// New returns metrics that count for one process of a version.
func New(version string) *Metrics {
	m := &Metrics{
		registry:    prometheus.NewRegistry(),
		requests:    histogram("http_request_duration_seconds", "How long requests took, by route and status.", fast, "route", "status"),
		underWay:    gauge("http_requests_in_flight", "Requests under way, by route: those of events are the clients that watch.", "route"),
		asked:       counter("registry_requests_total", "Attempts at registries, by how they ended.", "registry", "class", "outcome"),
		answerTime:  histogram("registry_request_duration_seconds", "How long registries took to answer.", slow, "registry", "class"),
		waitingTime: histogram("registry_wait_seconds", "How long requests waited for a registry's limit.", slow, "registry", "class"),
		decided:     counter("references_decided_total", "References that got a verdict.", "verdict"),
		worked:      histogram("slice_duration_seconds", "How long workers took for a slice of a check, by how that ended.", long, "end"),
	}
	build := gauge("build_info", "The version of refcheck that runs.", "version")
	build.WithLabelValues(version).Set(1)
	m.registry.MustRegister(
		m.requests, m.underWay, m.asked, m.answerTime, m.waitingTime, m.decided, m.worked, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

const namespace = "refcheck"

func histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
}

func gauge(name, help string, labels ...string) *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, labels)
}

// Handler shows what was counted.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// Request counts a request from its beginning to its end, as server.Options.Measure.
func (m *Metrics) Request(route string) (done func(status int)) {
	began := time.Now()
	underWay := m.underWay.WithLabelValues(route)
	underWay.Inc()
	return func(status int) {
		underWay.Dec()
		m.requests.WithLabelValues(route, strconv.Itoa(status)).Observe(time.Since(began).Seconds())
	}
}

// Attempt counts a request to a registry, as registry.Config.Observe.
func (m *Metrics) Attempt(a registry.Attempt) {
	class := string(a.Class)
	m.asked.WithLabelValues(a.Registry, class, a.Outcome).Inc()
	m.waitingTime.WithLabelValues(a.Registry, class).Observe(a.Waited.Seconds())
	if a.Took > 0 {
		m.answerTime.WithLabelValues(a.Registry, class).Observe(a.Took.Seconds())
	}
}

// Decided counts a verdict, as jobs.Options.Decided.
func (m *Metrics) Decided(verdict string) { m.decided.WithLabelValues(verdict).Inc() }

// Worked counts the work on a slice, as jobs.Options.Worked.
func (m *Metrics) Worked(took time.Duration, end string) {
	m.worked.WithLabelValues(end).Observe(took.Seconds())
}
