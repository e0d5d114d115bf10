package feed

import "sort"

// Group sorts events by key. The map grows, and so does every slice in it.
func Group(events []*Event) map[string][]*Event {
	groups := map[string][]*Event{}
	for _, e := range events {
		k := Key(e)
		groups[k] = append(groups[k], e)
	}
	return groups
}

// Count needs its map only while it runs: the compiler keeps the header on the stack, and the
// entries beyond the first eight go to the heap.
func Count(events []*Event) (most int) {
	counts := make(map[string]int)
	for _, e := range events {
		counts[e.Tenant]++
	}
	for _, n := range counts {
		if n > most {
			most = n
		}
	}
	return most
}

// Top returns the n heaviest events. The closure does not escape, the converted slice does.
func Top(events []*Event, n int) []*Event {
	sorted := append([]*Event(nil), events...)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Weight > sorted[j].Weight })
	if n > len(sorted) {
		n = len(sorted)
	}
	return sorted[:n]
}
