//belief:says Large arrays are on the heap.
//belief:verdict depends
//belief:why A declared array may have 10 MiB until 1.23 and 128 KiB since, so an upgrade to 1.24 moves some to the heap. What has no variable name (new, make) may have 64 KiB in all versions.
package p

//go:noinline
func declared(i int) byte {
	var a [200 << 10]byte // 1 <=1.23 silent | >=1.24 confirmed honest
	a[i]++
	return a[0]
}

//go:noinline
func new63(i int) byte {
	a := new([63 << 10]byte) // 2 any upheld
	a[i]++
	return a[0]
}

//go:noinline
func new65(i int) byte {
	a := new([65 << 10]byte) // 3 any confirmed honest
	a[i]++
	return a[0]
}

func Case1() { declared(zero) }
func Case2() { new63(zero) }
func Case3() { new65(zero) }

var zero int
