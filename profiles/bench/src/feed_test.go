package feed

import (
	"fmt"
	"testing"
)

// What the benchmarks make is kept here until the profile is written, so that it also shows as held.
var (
	keptLines  [][]byte
	keptCache  *LRU[string, []byte]
	keptGroups map[string][]*Event
	keptTop    []*Event
	keptLog    = &Log{max: 4096}
	keptText   string
	keptCount  int
)

func events(n int) []*Event {
	out := make([]*Event, n)
	for i := range out {
		out[i] = &Event{
			ID:     uint64(i),
			Tenant: fmt.Sprintf("tenant-%03d", i%97),
			Kind:   fmt.Sprintf("order.%d.created", i%13),
			Weight: float64(i*7919%1000) / 3,
			Fields: []Field{{"amount", i * 31}, {"currency", "EUR"}, {"ratio", float64(i) / 7}},
		}
	}
	return out
}

func TestEncode(t *testing.T) {
	e := &Event{ID: 7, Tenant: "a\"b", Kind: "x", Fields: []Field{{"n", 1}, {"s", "t"}, {"b", true}}}
	want := `{"id":7,"tenant":"a\"b","kind":"x","n":1,"s":"t","b":"true"}`
	if got := string(Encode(e)); got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
}

func TestLRU(t *testing.T) {
	c := NewLRU[string, int](2)
	c.Put("a", 1)
	c.Put("b", 2)
	c.Get("a")
	c.Put("c", 3)
	if _, ok := c.Get("b"); ok {
		t.Fatal("b is the oldest and should be gone")
	}
	if v, ok := c.Get("a"); !ok || v != 1 {
		t.Fatal("a should be there")
	}
}

func TestGroupTop(t *testing.T) {
	es := events(200)
	n := 0
	for _, g := range Group(es) {
		n += len(g)
	}
	if n != len(es) || len(Top(es, 5)) != 5 || Top(es, 2)[0].Weight < Top(es, 2)[1].Weight {
		t.Fatal("lost or unsorted events")
	}
	if Count(es) != 3 || Routes(es, "tenant-00") == 0 || Path("a", "b") != "/a/b" {
		t.Fatal("wrong counts")
	}
}

func BenchmarkEncodeAll(b *testing.B) {
	es := events(20000)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		keptLines = EncodeAll(es)
		keptCount += Size(es[:10], 48<<10)
	}
}

func BenchmarkLRU(b *testing.B) {
	const page = 200
	es := events(200 * page)
	keptCache = NewLRU[string, []byte](100 * page)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for j := 0; j < page; j++ {
			e := es[(i*page+j)%len(es)]
			k := fmt.Sprintf("%s#%d", Key(e), e.ID)
			if _, ok := keptCache.Get(k); !ok {
				keptCache.Put(k, Encode(e))
			}
		}
	}
}

func BenchmarkStrings(b *testing.B) {
	es := events(2000)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		keptCount += Routes(es, "tenant-01")
		keptText = Join(es[:100])
		keptText = Path(es[i%len(es)].Tenant, es[i%len(es)].Kind)
	}
}

func BenchmarkGroup(b *testing.B) {
	es := events(20000)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		keptGroups = Group(es)
		keptCount += Count(es)
		keptTop = Top(es, 100)
	}
}

func BenchmarkLog(b *testing.B) {
	es := events(100)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		e := es[i%len(es)]
		keptLog.Printf("event %d of %s weighs %f", e.ID, e.Tenant, e.Weight)
		keptText = Describe(e)
	}
	keptCount += len(keptLog.Lines())
}
