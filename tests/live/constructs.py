"""The constructs of Go that generate.py makes its lines of, a row each.

A row is (name, minor version of Go that has it first, declarations of the package, statements). `@n` is a number of its
own; the others are drawn anew for each use: `@T` a struct type with a field A, `@I` a type of numbers, `@E` an element
type and `@e` a value of it, `@K` a key type and `@k` a value, `@C` a small number. In scope are i, a counter from 1000
on, s and r, a long and a short string, and b, bytes. What ends in `\\` goes on in the next line of the source.
"""

import re

NUMBERS = ("int", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "uintptr", "float32",
           "float64", "rune")
# Those that each package declares for itself.
TYPES = {"T8": "A int", "T16": "A, B int", "T24": "A int; S string", "T48": "A int; P *int; S [2]string",
         "T100": "A int; B [92]byte", "T200": "A int; P [24]*int", "T1500": "A int; B [1500]byte",
         "TP": "A int; P *TP", "TI": "A int; V any"}
ELEMENTS = {"int": "i", "byte": "byte(i)", "string": "s", "*int": "&kit.Number", "any": "nil", "float64": "float64(i)",
            "T24": "T24{A: i}", "*T16": "nil", "[]int": "nil", "[5]int": "[5]int{i}", "T100": "T100{A: i}"}
KEYS = {"int": "i%90", "int32": "int32(i % 90)", "uint64": "uint64(i % 90)", "string": "kit.Names[i%90]",
        "T16": "T16{A: i % 90}", "[2]int": "[2]int{i % 90}", "any": "kit.Anys[i%90]", "float64": "float64(i % 90)",
        "*int": "&kit.Cells[i%90]", "[3]string": "[3]string{r}", "bool": "i%2 == 0", "byte": "byte(i % 90)"}

COMMON = "".join(f"type {name} struct { '{' } {fields} { '}' }\n" for name, fields in TYPES.items()) + """
type E struct{}
type Named []int
type NamedMap map[string]int
type Str string

func (t T24) Get() int        { return t.A + len(t.S) }
func (t *T16) Set(n int) int  { t.A += n; return t.A }
func (t T8) String() string   { return "t8" }
func (t *T48) String() string { return "t48" }
func (t T100) String() string { return "t100" }

type Box[V any] struct{ V V; N int }

func (b Box[V]) Get() V        { return b.V }
func (b *Box[V]) Put(v V) int  { b.V = v; b.N++; return b.N }

type Outer struct { T24; Box[int] }

func MakeBox[V any](v V) *Box[V]     { return &Box[V]{V: v} }
func Copy[V any](v []V) []V          { return append([]V(nil), v...) }
func Ptr[V any](v V) *V              { return &v }
func Boxed[V any](v V) any           { return v }
func Map[V, W any](v []V, f func(V) W) []W {
	out := make([]W, 0, len(v))
	for _, x := range v { out = append(out, f(x)) }
	return out
}
func one(n int) *T16                 { return &T16{A: n} }
func two(n int) *T16                 { return one(n + 1) }
func three(n int) *T16               { return two(n + 1) }
func bytesOf(n int) []byte           { return make([]byte, n) }
func bytes2(n int) []byte            { return bytesOf(n + 3) }
func join(x, y string) string        { return x + "-" + y }
func join2(x, y string) string       { return join(x, y) + join(y, x) }
func counter(n int) func() int       { return func() int { n++; return n } }
func boxAny(n int) any               { return n }
func grow(x []int, n int) []int      { return append(x, n, n+1) }
func cloned(x []byte) []byte         { y := make([]byte, len(x)); copy(y, x); return y }
func entry(n int) map[string]int     { return map[string]int{"n": n} }
func moved(n int) *int               { x := n; return &x }
func variadic(x ...any) int          { return len(x) }
func text(b []byte) string           { return string(b) }

//go:noinline
func keep(x ...int) []int { return x }

//go:noinline
func Fill(u []*T24, n int) { u[n%len(u)] = &T24{A: n} }

//go:noinline
func show(v any) { if v == nil { kit.Use(1) } }

//go:noinline
func stringer(v fmt.Stringer) any { return v }

//go:noinline
func calls(f func() int) int { return f() }
"""

KIT = """package kit

type Seq struct { N int }

var Number = 1
var Names [90]string
var Anys [90]any
var Cells [90]int
var total int

func init() {
	for i := range Names {
		Names[i] = string(rune('a'+i%26)) + string(rune('a'+i/26))
		Anys[i] = i * 1000
	}
}

//go:noinline
func Use(n int) { total += n }

//go:noinline
func UseString(s string) { total += len(s) }

//go:noinline
func UseBytes(b []byte) { total += len(b) }

//go:noinline
func Drop(v any) { if v == nil { total++ } }

// Node is allocated in bodies that other packages inline.
type Node struct { N int; Next *Node }

func New(n int) *Node               { return &Node{N: n} }
func Pair(n int) *Node              { return &Node{N: n, Next: New(n + 1)} }
func Bytes(n int) []byte            { return make([]byte, n) }
func Key(a, b string) string        { return a + "/" + b }
func Any(n int) any                 { return n }
func Push(x []int, n int) []int     { return append(x, n) }
func Of[T any](v T) *T              { return &v }
func Slice[T any](v T, n int) []T   { return make([]T, n) }
func With(f func() int) int         { return f() }
func Caught(f func()) {
	defer func() { if recover() != nil { total++ } }()
	f()
}
"""

# Names of packages of Go's library, and where they are.
IMPORTS = {"fmt": "fmt", "strings": "strings", "bytes": "bytes", "slices": "slices", "maps": "maps", "errors": "errors",
           "strconv": "strconv", "sort": "sort", "sync": "sync", "atomic": "sync/atomic", "runtime": "runtime",
           "context": "context", "iter": "iter", "unique": "unique", "weak": "weak", "reflect": "reflect",
           "list": "container/list", "time": "time", "json": "encoding/json", "utf8": "unicode/utf8",
           "kit": "example.com/gen/kit", "big": "math/big", "regexp": "regexp", "bufio": "bufio", "io": "io",
           "cmp": "cmp", "rand": "math/rand", "binary": "encoding/binary", "hex": "encoding/hex"}

ROWS = [
    # --- values in interfaces
    ("box-number", 0, "var g@n any", "g@n = @I(i)"),
    ("box-number-dropped", 0, "", "show(@I(i))"),
    ("box-small", 0, "var g@n any", "g@n = uint8(i)"),
    ("box-bool", 0, "var g@n any", "g@n = i%2 == 0"),
    ("box-complex", 0, "var g@n any", "g@n = complex(float64(i), 1)"),
    ("box-string", 0, "var g@n any", "g@n = s"),
    ("box-string-kept", 0, "var g@n [40]any", "g@n[i%40] = s[:i%30]"),
    ("box-named-string", 0, "var g@n any", "g@n = Str(s)"),
    ("box-slice", 0, "var g@n any", "g@n = b[:i%3+1]"),
    ("box-struct", 0, "var g@n any", "g@n = @T{A: i}"),
    ("box-struct-variable", 0, "var g@n any", "v@n := @T{A: i}; g@n = v@n"),
    ("box-struct-dropped", 0, "", "show(@T{A: i})"),
    ("box-stringer", 0, "var g@n fmt.Stringer", "g@n = T100{A: i}"),
    ("box-stringer-call", 0, "", "kit.Drop(stringer(T8{A: i}))"),
    ("box-array", 0, "var g@n any", "g@n = [@C]int{i}"),
    ("box-func", 0, "var g@n any", "g@n = func() int { return i }"),
    ("box-map", 0, "var g@n any", "g@n = map[string]int{r: i}"),
    ("box-constant", 0, "var g@n any", "g@n = @C"),
    ("box-constant-string", 0, "var g@n any", 'g@n = "constant"'),
    ("box-constant-large", 0, "", 'show("constant"); show(100000); show(3.5)'),
    ("box-arithmetic", 0, "var g@n [40]any", "g@n[i%40] = i % 1000"),
    ("box-len", 0, "var g@n any", "g@n = len(s) * i"),
    ("box-in-struct", 0, "var g@n TI", "g@n = TI{V: i}"),
    ("box-in-struct-pointer", 0, "var g@n *TI", "g@n = &TI{V: i}"),
    # --- variables that move
    ("moved-number", 0, "var g@n *@I", "x@n := @I(i); g@n = &x@n"),
    ("moved-struct", 0, "var g@n *@T", "var x@n @T; x@n.A = i; g@n = &x@n"),
    ("moved-kept", 0, "var g@n [50]*@T", "x@n := @T{A: i}; g@n[i%50] = &x@n"),
    ("moved-array-sliced", 0, "var g@n []byte", "var a@n [@C]byte; a@n[0] = byte(i); g@n = a@n[:]"),
    ("moved-captured", 0, "var g@n func() int", "x@n := i; g@n = func() int { x@n++; return x@n }"),
    ("moved-loop", 0, "var g@n *int", "for j := i; j < i+3; j++ { x := j; g@n = &x }"),
    ("moved-loop-variable", 0, "var g@n *int", "for j := i; j < i+3; j++ { g@n = &j }"),
    ("moved-scalar-string", 0, "var g@n *string", "x@n := s; g@n = &x@n"),
    # --- variadic
    ("sprint", 0, "", 'kit.UseString(fmt.Sprintf("%d %s", i, s))'),
    ("sprint-kept", 0, "var g@n string", "g@n = fmt.Sprint(i, r, 2.5)"),
    ("sprint-struct", 0, "", 'kit.UseString(fmt.Sprint(T24{A: i}, "x", 42, true))'),
    ("fprint", 0, "", "fmt.Fprintln(io.Discard, i, s, float64(i), byte(3))"),
    ("variadic", 0, "var g@n []int", "g@n = keep(i, i+1, @C)"),
    ("variadic-any", 0, "", "kit.Use(variadic(i, s, 3, nil))"),
    ("errorf", 0, "var g@n error", 'g@n = fmt.Errorf("at %d: %w", i, io.EOF)'),
    ("variadic-given", 0, "var g@n []int", "g@n = keep([]int{i, 2}...)"),
    # --- append
    ("append-nil", 0, "var g@n []@E", "g@n = append([]@E(nil), @e)"),
    ("append-two", 0, "var g@n []@E", "g@n = append(g@n, @e, @e)"),
    ("append-reset", 0, "var g@n []@E", "g@n = append(g@n[:len(g@n):len(g@n)], @e); if len(g@n) > 20 { g@n = nil }"),
    ("append-bytes-string", 0, "var g@n []byte", "g@n = append([]byte(nil), s...)"),
    ("append-bytes-short", 0, "var g@n []byte", "g@n = append([]byte{}, r...)"),
    ("append-conversion", 0, "var g@n []byte", "g@n = append([]byte(r), s...)"),
    ("append-make", 0, "var g@n []byte", "g@n = append(b[:1:1], make([]byte, i%100+1)...)"),
    ("append-make-slice", 0, "var g@n []@E", "g@n = append(make([]@E, 0, 2), make([]@E, i%9+3)...)"),
    ("append-map", 0, "var g@n = map[int][]int{}", "g@n[i%50] = append(g@n[i%50], i)"),
    ("append-map-key", 0, "var g@n = map[@K][]string{}", "g@n[@k] = append(g@n[@k], s)"),
    ("append-map-struct", 0, "var g@n = map[string][]T24{}", "g@n[kit.Names[i%90]] = append(g@n[kit.Names[i%90]], T24{A: i})"),
    ("append-field", 0, "var g@n struct{ X []@E }", "g@n.X = append(g@n.X, @e)"),
    ("append-element", 0, "var g@n [7][]@E", "g@n[i%7] = append(g@n[i%7], @e)"),
    ("append-string-bytes", 0, "var g@n []string", "g@n = append(g@n, string(b))"),
    ("append-concatenation", 0, "var g@n []string", "g@n = append(g@n, s+r)"),
    ("append-pointer", 0, "var g@n []*@T", "g@n = append(g@n, &@T{A: i})"),
    ("append-any", 0, "var g@n []any", "g@n = append(g@n, i)"),
    ("append-any-string", 0, "var g@n []any", "g@n = append(g@n, s, i)"),
    ("append-func", 0, "var g@n []func() int", "g@n = append(g@n, func() int { return i })"),
    ("append-slice", 0, "var g@n [][]byte", "g@n = append(g@n, []byte(s))"),
    ("append-made", 0, "var g@n [][]int", "g@n = append(g@n, make([]int, i%20+1))"),
    ("append-maps", 0, "var g@n []map[string]int", "g@n = append(g@n, map[string]int{})"),
    ("append-literal", 0, "var g@n []T24", "g@n = append(g@n, []T24{{A: 1}, {A: i}}...)"),
    ("append-local", 0, "", "var x@n []int; for j := 0; j < i%20; j++ { x@n = append(x@n, j) }; kit.Use(len(x@n))"),
    ("append-local-small", 0, "", "x@n := []byte{}; for j := 0; j < 5; j++ { x@n = append(x@n, byte(j)) }; kit.Use(len(x@n))"),
    ("append-local-moved", 0, "var g@n []int", "var x@n []int; for j := 0; j < i%20; j++ { x@n = append(x@n, j) }; g@n = x@n"),
    ("append-clone", 0, "var g@n []int", "g@n = append(g@n[:0:0], i, 2, 3)"),
    ("append-nested", 0, "var g@n []int", "g@n = append(append([]int{}, i), append([]int(nil), 3)...)"),
    # --- make
    ("make-constant", 0, "var g@n []@E", "g@n = make([]@E, @C)"),
    ("make-constant-dropped", 0, "", "x@n := make([]@E, @C); kit.Use(len(x@n))"),
    ("make-variable", 0, "var g@n []@E", "g@n = make([]@E, i%200+1)"),
    ("make-variable-dropped", 0, "", "x@n := make([]@E, i%30+1); kit.Use(len(x@n))"),
    ("make-bytes-dropped", 0, "", "x@n := make([]byte, i%100); kit.UseBytes(x@n)"),
    ("make-cap", 0, "var g@n []byte", "g@n = make([]byte, 0, i%64+@C)"),
    ("make-kept", 0, "var g@n [40][]byte", "g@n[i%40] = make([]byte, i%64+@C)"),
    ("make-named", 0, "var g@n Named", "g@n = make(Named, i%10+@C)"),
    ("make-named-constant", 0, "var g@n Named", "g@n = make(Named, @C)"),
    ("make-named-map", 0, "var g@n NamedMap", "g@n = make(NamedMap, i%40)"),
    ("make-boxed", 0, "var g@n any", "g@n = make([]int, i%100+1)"),
    ("make-boxed-constant", 0, "var g@n any", "g@n = make([]int, @C)"),
    ("make-boxed-dropped", 0, "", "show(make([]byte, i%100+1))"),
    ("make-boxed-any-slice", 0, "var g@n any", "g@n = []any{i, make([]string, 3)}"),
    ("make-zero-size", 0, "var g@n []E", "g@n = make([]E, i)"),
    ("make-chan", 0, "var g@n chan int", "g@n = make(chan int, @C)"),
    ("make-chan-struct", 0, "var g@n chan @T", "g@n = make(chan @T, i%5)"),
    ("make-chan-local", 0, "", "c@n := make(chan int, 1); c@n <- i; kit.Use(<-c@n)"),
    ("make-copy", 0, "var g@n []byte", "x@n := make([]byte, len(b)); copy(x@n, b); g@n = x@n"),
    ("make-copy-strings", 0, "var g@n []string", "x@n := make([]string, 3); copy(x@n, kit.Names[:]); g@n = x@n"),
    ("make-map", 0, "var g@n map[@K]int", "g@n = make(map[@K]int)"),
    ("make-map-hint", 0, "var g@n map[@K]int", "g@n = make(map[@K]int, i%100)"),
    ("make-map-local", 0, "", "m@n := make(map[@K]int); m@n[@k] = i; kit.Use(len(m@n))"),
    ("make-map-local-hint", 0, "", "m@n := make(map[int]int, 100); m@n[i] = i; kit.Use(len(m@n))"),
    ("make-map-grows", 0, "", "m@n := map[int]string{}; for j := 0; j < i%30; j++ { m@n[j] = s }; kit.Use(len(m@n))"),
    # --- maps
    ("map-empty", 0, "var g@n map[@K]string", "g@n = map[@K]string{}"),
    ("map-entries", 0, "var g@n map[string]int", 'g@n = map[string]int{"a": i, "b": 2, r: 3}'),
    ("map-lines", 0, "var g@n map[string]any", 'g@n = map[string]any{\\"a": i,\\"b": s,\\"c": []int{i},\\}'),
    ("map-outer", 0, "var g@n = map[int]map[string]int{}", 'g@n[i%60] = map[string]int{"a": i}'),
    ("map-outer-empty", 0, "var g@n = map[int]map[string]int{}", "g@n[i] = map[string]int{}; if len(g@n) > 100 { g@n = map[int]map[string]int{} }"),
    ("map-outer-composite", 0, "var g@n = map[int]@T{}", "g@n[i] = @T{A: i}; if len(g@n) > 60 { g@n = map[int]@T{} }"),
    ("map-of-slices", 0, "var g@n map[string][]int", 'g@n = map[string][]int{"a": {i, 2}, "b": {3}}'),
    ("map-of-zero-size", 0, "var g@n = map[@K]E{}", "g@n[@k] = E{}"),
    ("map-assign", 0, "var g@n = map[@K]int{}", "g@n[@k] = i"),
    ("map-assign-anew", 0, "var g@n = map[@K]@E{}", "if i%60 == 0 { g@n = map[@K]@E{} }; g@n[@k] = @e"),
    ("map-assign-pointer", 0, "var g@n = map[int]*@T{}", "g@n[i] = &@T{A: i}"),
    ("map-assign-number", 0, "var g@n = map[int]*int{}", "x@n := i; g@n[i%70] = &x@n"),
    ("map-assign-conversion", 0, "var g@n = map[string]int{}", "g@n[string(b)] = i"),
    ("map-assign-key", 0, "var g@n = map[string]int{}", "g@n[r+s[:i%40]] = i"),
    ("map-assign-any", 0, "var g@n = map[any]any{}", "g@n[i%70] = i"),
    ("map-increment", 0, "var g@n = map[string]int{}", "g@n[kit.Names[i%90]]++"),
    ("map-append-string", 0, "var g@n = map[int]string{}", 'g@n[i%60] += "x"'),
    ("map-lookup", 0, "var g@n = map[string]int{}", "kit.Use(g@n[string(b)])"),
    # --- new and pointers to literals
    ("new", 0, "var g@n *@T", "g@n = new(@T)"),
    ("new-number", 0, "var g@n *@I", "g@n = new(@I)"),
    ("new-dropped", 0, "", "x@n := new(@T); x@n.A = i; kit.Use(x@n.A)"),
    ("new-expression", 26, "var g@n *int", "g@n = new(i + 1)"),
    ("pointer", 0, "var g@n *@T", "g@n = &@T{A: i}"),
    ("pointer-kept", 0, "var g@n [60]*@T", "g@n[i%60] = &@T{A: i}"),
    ("pointer-made", 0, "var g@n []*@T", "u@n := make([]*@T, 8); u@n[i%8] = &@T{A: i}; g@n = u@n"),
    ("pointer-made-loop", 0, "var g@n []*T24", "u@n := make([]*T24, i%8+1); for j := range u@n { u@n[j] = &T24{A: i} }; g@n = u@n"),
    ("pointer-field", 0, "var g@n struct{ U []*@T }", "if g@n.U == nil { g@n.U = make([]*@T, 9) }; g@n.U[i%9] = &@T{A: i}"),
    ("pointer-map", 0, "var g@n = map[string]*@T{}", "g@n[kit.Names[i%90]] = &@T{A: i}"),
    ("pointer-parameter", 0, "var g@n = make([]*T24, 6)", "Fill(g@n, i)"),
    ("pointer-both", 0, "var g@n *TI", "g@n = &TI{V: &@T{A: i}}"),
    ("pointer-nested", 0, "var g@n *TP", "g@n = &TP{P: &TP{A: i}}"),
    ("pointer-dropped", 0, "", "x@n := &@T{A: i}; kit.Use(x@n.A)"),
    ("pointer-empty", 0, "var g@n *E", "g@n = &E{}"),
    ("pointer-buffer", 0, "var g@n *struct{ B []byte }", "g@n = &struct{ B []byte }{make([]byte, @C)}"),
    ("pointer-lines", 0, "var g@n *T48", "g@n = &T48{\\A: i,\\P: &[]int{i}[0],\\S: [2]string{s + r},\\}"),
    ("pointer-generic", 0, "var g@n *Box[string]", "g@n = &Box[string]{V: s}"),
    ("composite-empty", 0, "var g@n any", "g@n = E{}"),
    # --- slices
    ("slice", 0, "var g@n []int", "g@n = []int{i, 2, 3}"),
    ("slice-dropped", 0, "", "x@n := []int{i, 2, 3}; kit.Use(x@n[i%3])"),
    ("slice-strings", 0, "var g@n []string", 'g@n = []string{s, r, "x"}'),
    ("slice-pointers", 0, "var g@n []*@T", "g@n = []*@T{{A: 1}, {A: i}}"),
    ("slice-any", 0, "var g@n []any", "g@n = []any{i, s, nil, 3}"),
    ("slice-boxed", 0, "var g@n any", "g@n = []int{i, @C}"),
    ("slice-lines", 0, "var g@n []*T24", "g@n = []*T24{\\{A: i},\\{A: 2, S: s + r},\\}"),
    ("slice-structs", 0, "var g@n []@T", "g@n = []@T{{A: i}, {}}"),
    ("slice-named", 0, "var g@n Named", "g@n = Named{i, 3}"),
    ("slice-constant", 0, "var g@n []int", "g@n = []int{1, 2, 3, 4}"),
    ("slice-of-slices", 0, "var g@n [][]int", "g@n = [][]int{{i}, {2, i}}"),
    # --- functions as values
    ("closure-static", 0, "var g@n func() int", "g@n = func() int { return @C }"),
    ("closure", 0, "var g@n func() int", "g@n = func() int { return i + len(s) }"),
    ("closure-kept", 0, "var g@n [30]func() int", "g@n[i%30] = func() int { return i }"),
    ("closure-allocates", 0, "var g@n func() *T16", "g@n = func() *T16 { return &T16{A: i} }; kit.Use(g@n().A)"),
    ("closure-called", 0, "var g@n *T24", "func() { g@n = &T24{A: i} }()"),
    ("closure-passed", 0, "", "kit.Use(calls(func() int { return i + 1 }))"),
    ("closure-inlined", 0, "var g@n []byte", "kit.Use(kit.With(func() int { g@n = make([]byte, i%50); return i }))"),
    ("method-value", 0, "var g@n func() int", "v@n := T24{A: i}; g@n = v@n.Get"),
    ("method-value-pointer", 0, "var g@n func(int) int", "v@n := &T16{A: i}; g@n = v@n.Set"),
    ("method-value-generic", 0, "var g@n func() @E", "v@n := Box[@E]{N: i}; g@n = v@n.Get"),
    ("method-value-generic-pointer", 0, "var g@n func(int) int", "v@n := &Box[int]{N: i}; g@n = v@n.Put"),
    ("method-value-interface", 0, "var g@n func() string; var h@n fmt.Stringer = &T48{}", "g@n = h@n.String"),
    ("method-expression", 0, "var g@n func(T24) int", "g@n = T24.Get; kit.Use(g@n(T24{A: i}))"),
    ("method-embedded", 0, "var g@n func() int", "v@n := Outer{}; v@n.A = i; g@n = v@n.T24.Get"),
    # --- strings
    ("concat", 0, "var g@n string", "g@n = s + r"),
    ("concat-three", 0, "var g@n string", 'g@n = s + "/" + r'),
    ("concat-four", 0, "var g@n string", 'g@n = s + r + "-" + s'),
    ("concat-six", 0, "var g@n string", 'g@n = s + r + "-" + s + r + "!"'),
    ("concat-dropped", 0, "", 'kit.UseString(s + "/" + r)'),
    ("concat-short", 0, "", 'kit.UseString(r + "/" + r)'),
    ("concat-assign", 0, "var g@n string", 'g@n += "xy"; if len(g@n) > 300 { g@n = "" }'),
    ("concat-assign-three", 0, "var g@n string", 'g@n += s + r; if len(g@n) > 500 { g@n = "" }'),
    ("concat-local", 0, "", "x@n := r; for j := 0; j < 4; j++ { x@n += s }; kit.UseString(x@n)"),
    ("concat-boxed", 0, "var g@n any", "g@n = s + r"),
    ("concat-compared", 0, "", 'if s+"/"+r == "x" { kit.Use(i) }'),
    ("bytes-of", 0, "var g@n []byte", "g@n = []byte(s)"),
    ("bytes-of-dropped", 0, "", "kit.UseBytes([]byte(s))"),
    ("bytes-of-short", 0, "", "kit.UseBytes([]byte(r))"),
    ("bytes-of-constant", 0, "var g@n []byte", 'g@n = []byte("constant")'),
    ("bytes-of-constant-dropped", 0, "", 'x@n := []byte("constant"); x@n[0] = byte(i); kit.UseBytes(x@n)'),
    ("bytes-of-concat", 0, "var g@n []byte", "g@n = []byte(s + r)"),
    ("bytes-of-concat-dropped", 0, "", "kit.UseBytes([]byte(s + r))"),
    ("runes-of", 0, "var g@n []rune", "g@n = []rune(s)"),
    ("runes-of-dropped", 0, "", "x@n := []rune(s); x@n[0] = 'x'; kit.Use(int(x@n[1]))"),
    ("runes-of-short", 0, "", "x@n := []rune(r); x@n[0] = 'x'; kit.Use(int(x@n[1]))"),
    ("string-of", 0, "var g@n string", "g@n = string(b)"),
    ("string-of-dropped", 0, "", "kit.UseString(string(b))"),
    ("string-of-short", 0, "", "kit.UseString(string(b[:i%32]))"),
    ("string-of-rune", 0, "var g@n string", "g@n = string(rune(i))"),
    ("string-of-runes", 0, "var g@n string; var h@n = []rune(\"runes of some words\")", "g@n = string(h@n)"),
    ("string-of-runes-dropped", 0, "var h@n = []rune(\"runes of some words and more of them\")", "kit.UseString(string(h@n))"),
    ("string-boxed", 0, "var g@n any", "g@n = string(b)"),
    ("bytes-boxed", 0, "var g@n any", "g@n = []byte(s)"),
    ("string-compared", 0, "", 'if string(b) == "x" { kit.Use(i) }'),
    ("string-ranged", 0, "", "for _, c := range []byte(r) { kit.Use(int(c)) }"),
    # --- statements
    ("go", 0, "", "go kit.Use(i)"),
    ("go-closure", 0, "", "d@n := make(chan int); go func() { d@n <- i }(); kit.Use(<-d@n)"),
    ("go-method", 0, "", "v@n := T24{A: i}; go v@n.Get()"),
    ("defer", 0, "", "func() { defer kit.Use(i); kit.Use(2) }()"),
    ("defer-loop", 0, "", "func() { for j := 0; j < 3; j++ { defer kit.Use(j) } }()"),
    ("defer-loop-closure", 0, "", "func() { for j := 0; j < 3; j++ { defer func() { kit.Use(j + i) }() } }()"),
    ("select", 0, "var g@n = make(chan int, 1); var h@n = make(chan int, 1)",
     "g@n <- i; select { case x := <-g@n: kit.Use(x); case h@n <- i: kit.Use(<-h@n); kit.Use(<-g@n) }"),
    ("panic", 0, "", "kit.Caught(func() { panic(i) })"),
    ("panic-string", 0, "", "kit.Caught(func() { panic(s + r) })"),
    ("panic-error", 0, "", 'kit.Caught(func() { panic(errors.New("x")) })'),
    ("assertion-fails", 0, "var g@n any = 3", "kit.Caught(func() { kit.UseString(g@n.(string)) })"),
    ("index-fails", 0, "var g@n = make([]int, 3)", "kit.Caught(func() { kit.Use(g@n[i]) })"),
    ("assertion", 0, "var g@n any = T8{}", "if x, ok := g@n.(fmt.Stringer); ok { kit.UseString(x.String()) }"),
    ("type-switch", 0, "var g@n any = &T48{}", "switch x := g@n.(type) { case error: kit.Drop(x); case fmt.Stringer: kit.UseString(x.String()) }"),
    ("interface-to-interface", 0, "var g@n any; var h@n fmt.Stringer = T100{}", "g@n = h@n"),
    ("array-element", 0, "var g@n [5][]int", "g@n[i%5] = []int{i}"),
    ("field", 0, "var g@n struct{ A, B *@T }", "g@n.A, g@n.B = &@T{A: i}, &@T{A: 2}"),
    ("return-two", 0, "var g@n *int; var h@n []byte", "g@n, h@n = func() (*int, []byte) { x := i; return &x, []byte(s) }()"),
    # --- bodies that are inlined
    ("inline-one", 0, "var g@n *T16", "g@n = one(i)"),
    ("inline-two", 0, "var g@n *T16", "g@n = two(i)"),
    ("inline-three", 0, "var g@n *T16", "g@n = three(i)"),
    ("inline-dropped", 0, "", "kit.Use(three(i).A)"),
    ("inline-make", 0, "var g@n []byte", "g@n = bytes2(i % 90)"),
    ("inline-make-dropped", 0, "", "kit.UseBytes(bytes2(i % 90))"),
    ("inline-copy", 0, "var g@n []byte", "g@n = cloned(b)"),
    ("inline-join", 0, "var g@n string", "g@n = join2(s, r)"),
    ("inline-join-dropped", 0, "", "kit.UseString(join(s, r))"),
    ("inline-closure", 0, "var g@n func() int", "g@n = counter(i)"),
    ("inline-closure-dropped", 0, "", "kit.Use(counter(i)())"),
    ("inline-box", 0, "var g@n any", "g@n = boxAny(i)"),
    ("inline-append", 0, "var g@n []int", "g@n = grow(g@n, i)"),
    ("inline-map", 0, "var g@n map[string]int", "g@n = entry(i)"),
    ("inline-moved", 0, "var g@n *int", "g@n = moved(i)"),
    ("inline-string", 0, "var g@n string", "g@n = text(b)"),
    ("inline-twice", 0, "var g@n [2]*T16", "g@n[0], g@n[1] = one(i), two(i)"),
    ("inline-other", 0, "var g@n *kit.Node", "g@n = kit.Pair(i)"),
    ("inline-other-make", 0, "var g@n []byte", "g@n = kit.Bytes(i%70 + 1)"),
    ("inline-other-key", 0, "var g@n = map[string]int{}", "g@n[kit.Key(r, kit.Names[i%90])] = i"),
    ("inline-other-any", 0, "var g@n any", "g@n = kit.Any(i)"),
    ("inline-other-push", 0, "var g@n []int", "g@n = kit.Push(g@n, i)"),
    ("generic-pointer", 0, "var g@n *@E", "g@n = Ptr[@E](@e)"),
    ("generic-box", 0, "var g@n *Box[@E]", "g@n = MakeBox[@E](@e)"),
    ("generic-boxed", 0, "var g@n any", "g@n = Boxed[@E](@e)"),
    ("generic-copy", 0, "var g@n []byte", "g@n = Copy(b)"),
    ("generic-map", 0, "var g@n []string", "g@n = Map([]int{i, 2}, func(n int) string { return s[:n%9] + r })"),
    ("generic-other", 0, "var g@n *@E", "g@n = kit.Of[@E](@e)"),
    ("generic-other-slice", 0, "var g@n []@E", "g@n = kit.Slice[@E](@e, i%20)"),
    ("method-inlined", 0, "var g@n string", "var o@n Outer; o@n.S = s; g@n = o@n.S + T8{A: i}.String()"),
    # --- the library
    ("slices-clone", 21, "var g@n []byte", "g@n = slices.Clone(b)"),
    ("slices-insert", 21, "var g@n []int", "g@n = slices.Insert([]int{1, 2}, 1, i)"),
    ("slices-grow", 21, "var g@n []int", "g@n = slices.Grow([]int(nil), i%30+1)"),
    ("maps-clone", 21, "var g@n map[string]int; var h@n = map[string]int{\"a\": 1}", "g@n = maps.Clone(h@n)"),
    ("strings-clone", 0, "var g@n string", "g@n = strings.Clone(s)"),
    ("bytes-clone", 0, "var g@n []byte", "g@n = bytes.Clone(b)"),
    ("strings-repeat", 0, "var g@n string", "g@n = strings.Repeat(r, 9)"),
    ("strings-builder", 0, "var g@n string", "var w@n strings.Builder; w@n.WriteString(s); w@n.WriteByte('x'); g@n = w@n.String()"),
    ("strings-split", 0, "var g@n []string", 'g@n = strings.Split(s, " ")'),
    ("strings-join", 0, "var g@n string", "g@n = strings.Join([]string{s, r}, r)"),
    ("strings-reader", 0, "var g@n io.Reader", "g@n = strings.NewReader(s)"),
    ("bytes-buffer", 0, "", "var w@n bytes.Buffer; w@n.WriteString(s); kit.Use(w@n.Len())"),
    ("strconv", 0, "var g@n string", "g@n = strconv.Itoa(i)"),
    ("errors-new", 0, "var g@n error", 'g@n = errors.New("x")'),
    ("sort", 0, "", "x@n := []int{i, 3, 2}; sort.Slice(x@n, func(a, c int) bool { return x@n[a] < x@n[c] })"),
    ("sync-pool", 0, "var g@n = sync.Pool{New: func() any { return new(T100) }}", "p@n := g@n.Get().(*T100); g@n.Put(p@n)"),
    ("sync-map", 0, "var g@n sync.Map", "g@n.Store(i%60, s)"),
    ("atomic-value", 0, "var g@n atomic.Value", "g@n.Store(T16{A: i})"),
    ("atomic-pointer", 0, "var g@n atomic.Pointer[T24]", "g@n.Store(&T24{A: i})"),
    ("context", 0, "var g@n context.Context", "g@n = context.WithValue(context.Background(), Str(r), i)"),
    ("list", 0, "var g@n list.List", "g@n.PushBack(i); if g@n.Len() > 50 { g@n.Init() }"),
    ("finalizer", 0, "", "p@n := &T48{A: i}; runtime.SetFinalizer(p@n, func(*T48) {})"),
    ("cleanup", 24, "", "p@n := &T48{A: i}; runtime.AddCleanup(p@n, func(int) {}, i)"),
    ("unique", 23, "var g@n unique.Handle[string]", "g@n = unique.Make(s[:i%20])"),
    ("weak", 24, "var g@n weak.Pointer[T24]", "g@n = weak.Make(&T24{A: i})"),
    ("reflect", 0, "var g@n any", "g@n = reflect.ValueOf(T24{A: i}).Interface()"),
    # --- newer ones of the language
    ("min-max", 21, "var g@n []byte", "g@n = make([]byte, min(i, 40)+max(2, i%7))"),
    ("clear", 21, "var g@n = map[int]int{}", "g@n[i] = i; if len(g@n) > 50 { clear(g@n) }"),
    ("range-number", 22, "var g@n *int", "for j := range 3 { x := j + i; g@n = &x }"),
    ("range-number-variable", 22, "var g@n *int", "for j := range i%4 + 1 { g@n = &j }"),
    ("range-function", 23, "var g@n *T16; func seq@n(yield func(int) bool) { for j := 0; j < 3; j++ { if !yield(j) { return } } }",
     "for j := range seq@n { g@n = &T16{A: i + j} }"),
    ("range-function-defer", 23, "func seq@n(yield func(int) bool) { _ = yield(1) && yield(2) }",
     "func() { for j := range seq@n { defer kit.Use(j + i) } }()"),
    ("iterator-generic", 23, "func seq@n[V any](v V) iter.Seq[V] { return func(yield func(V) bool) { _ = yield(v) && yield(v) } }; var g@n []int",
     "for j := range seq@n(i) { g@n = append(g@n[:0:0], j) }"),
    ("iterator-pull", 23, "func seq@n(yield func(int) bool) { _ = yield(1) && yield(2) }",
     "next@n, stop@n := iter.Pull(seq@n); v@n, _ := next@n(); stop@n(); kit.Use(v@n)"),
    ("slices-collect", 23, "var g@n []int", "g@n = slices.Collect(slices.Values([]int{i, 2, 3}))"),
    ("slices-sorted", 23, "var g@n []string; var h@n = map[string]int{\"b\": 1, \"a\": 2}", "g@n = slices.Sorted(maps.Keys(h@n))"),
    ("maps-collect", 23, "var g@n map[int]string", "g@n = maps.Collect(slices.All([]string{s, r}))"),
    ("slices-chunk", 23, "var g@n [][]byte", "for c := range slices.Chunk(b, 20) { g@n = append(g@n[:0:0], c) }"),
    ("slices-repeat", 23, "var g@n []int", "g@n = slices.Repeat([]int{i}, 5)"),
]


def rows(minor):
    """Those that this version of Go has."""
    return [row for row in ROWS if row[1] <= minor]


def fill(row, number, rng):
    """(declarations, statements) of one use."""
    element, key = rng.choice(list(ELEMENTS)), rng.choice(list(KEYS))
    what = {"n": str(number), "T": rng.choice(list(TYPES)), "I": rng.choice(NUMBERS), "E": element,
            "e": ELEMENTS[element], "K": key, "k": KEYS[key], "C": str(rng.choice((1, 2, 3, 5, 9, 17, 40, 64, 130, 700)))}
    return tuple(re.sub(r"@([nTIEeKkC])", lambda m: what[m[1]], text) for text in row[2:])


def imports(text):
    """The import declarations that a text needs."""
    used = sorted(path for name, path in IMPORTS.items() if re.search(rf"\b{name}\.[A-Z]", text))
    return "".join(f'import "{path}"\n' for path in used)
