package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/refcheck/refcheck/internal/registry"
)

// Client is what is looked up of a registry's client.
type Client interface {
	Name() string
	Stats() registry.Stats
}

// Backlog is what waits in the database: how many, by what, and by state.
type Backlog map[string]map[string]int

// AddRegistry has the figures of a registry's client shown.
func (m *Metrics) AddRegistry(c Client) { m.registry.MustRegister(registryCollector{c}) }

// AddBacklog has what waits in the database shown. It is asked for with every look at the metrics, until
// ctx ends; where it cannot be had, that is all that is shown of it.
func (m *Metrics) AddBacklog(ctx context.Context, backlog func(context.Context) (Backlog, error)) {
	m.registry.MustRegister(backlogCollector{func() (Backlog, error) {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		return backlog(ctx)
	}})
}

func description(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
}

// registryCollector shows the figures of a registry's client.
type registryCollector struct{ client Client }

var _ prometheus.Collector = registryCollector{}

// Describe tells nothing in advance: there is one collector for each registry, with the same names.
func (registryCollector) Describe(chan<- *prometheus.Desc) {}

// Collect shows the figures.
func (c registryCollector) Collect(out chan<- prometheus.Metric) {
	stats, name := c.client.Stats(), c.client.Name()
	show := func(metric, help string, kind prometheus.ValueType, value float64) {
		out <- prometheus.MustNewConstMetric(description(metric, help, "registry"), kind, value, name)
	}
	show("registry_cached_answers_total", "Questions that were answered from the cache.", prometheus.CounterValue, float64(stats.Cached))
	show("registry_rate_limit", "Requests a second that the class asked last allows, 0 for no limit.", prometheus.GaugeValue, stats.Rate)
	show("registry_down", "1 while a registry is taken to be down, so that its questions fail at once.", prometheus.GaugeValue, number(stats.Down))
	show("registry_cache_broken", "1 if the cache was given up after an error.", prometheus.GaugeValue, number(stats.CacheErr != nil))
}

// patience is how long the database is waited for.
const patience = 3 * time.Second

// backlogCollector shows what waits in the database.
type backlogCollector struct {
	backlog func() (Backlog, error)
}

var _ prometheus.Collector = backlogCollector{}

// Describe tells nothing in advance.
func (backlogCollector) Describe(chan<- *prometheus.Desc) {}

// Collect asks the database.
func (c backlogCollector) Collect(out chan<- prometheus.Metric) {
	found, err := c.backlog()
	out <- prometheus.MustNewConstMetric(description("database_up", "1 if the database answered."), prometheus.GaugeValue, number(err == nil))
	if err != nil {
		return
	}
	for what, states := range found {
		for state, n := range states {
			out <- prometheus.MustNewConstMetric(description("backlog", "What stands in the database, by state: the same for all replicas.", "what", "state"),
				prometheus.GaugeValue, float64(n), what, state)
		}
	}
}

func number(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
