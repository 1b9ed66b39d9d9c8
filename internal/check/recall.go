package check

// recall gives the results of the references about which an earlier run has told. Whether a reference
// repeats another is for this run to say.
func (r *run) recall() error {
	if r.options.Recall == nil {
		return nil
	}
	open := r.open[:0]
	for _, d := range r.open {
		result, ok := r.options.Recall(d.ref)
		if !ok {
			open = append(open, d)
			continue
		}
		d.done = true
		result.Findings = append(result.Findings, d.repeats()...)
		for _, name := range r.names {
			result.Coverage = append(result.Coverage, Coverage{Registry: name, Outcome: Skipped, Reason: "known since " + result.Recalled})
		}
		if err := r.give(result); err != nil {
			return err
		}
	}
	r.open = open
	return r.progress()
}
