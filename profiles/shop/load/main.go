// Load sends the mix of requests of src/load.lua, for machines without wrk. Standard library only.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

func request(base string, r *rand.Rand) (*http.Request, error) {
	switch n := r.Intn(100); {
	case n < 40:
		return http.NewRequest("GET", fmt.Sprintf("%s/customers/%d", base, 1+r.Intn(2000)), nil)
	case n < 55:
		return http.NewRequest("GET", fmt.Sprintf("%s/search?q=cust-%d", base, 1+r.Intn(99)), nil)
	case n < 75:
		body := fmt.Sprintf(`{"customer_id":%d,"lines":[{"sku":"sku-%d","qty":%d,"price":9.5},{"sku":"sku-%d","qty":1,"price":19.25}]}`,
			1+r.Intn(2000), 1+r.Intn(5000), 1+r.Intn(9), 1+r.Intn(5000))
		req, err := http.NewRequest("POST", base+"/orders", strings.NewReader(body))
		if err == nil {
			req.Header.Set("Content-Type", "application/json")
		}
		return req, err
	case n < 80:
		return http.NewRequest("GET", base+"/report", nil)
	default:
		return http.NewRequest("GET", fmt.Sprintf("%s/blob/sku-%d", base, 1+r.Intn(20000)), nil)
	}
}

func main() {
	base := flag.String("url", "http://127.0.0.1:18080", "the service")
	conns := flag.Int("c", 16, "connections")
	d := flag.Duration("d", time.Minute, "how long")
	flag.Parse()
	client := &http.Client{
		Timeout:   30 * time.Second,
		Transport: &http.Transport{MaxIdleConnsPerHost: *conns},
	}
	var sent, failed atomic.Int64
	var wg sync.WaitGroup
	end := time.Now().Add(*d)
	for i := 0; i < *conns; i++ {
		wg.Add(1)
		go func(seed int64) {
			defer wg.Done()
			r := rand.New(rand.NewSource(seed))
			for time.Now().Before(end) {
				req, err := request(*base, r)
				if err != nil {
					log.Fatal(err)
				}
				resp, err := client.Do(req)
				sent.Add(1)
				if err != nil {
					failed.Add(1)
					continue
				}
				io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				if resp.StatusCode >= 400 {
					failed.Add(1)
				}
			}
		}(int64(i + 1))
	}
	wg.Wait()
	fmt.Printf("%d requests, %d failed, in %v\n", sent.Load(), failed.Load(), *d)
	if sent.Load() == 0 || failed.Load() == sent.Load() {
		log.Fatal("no request got an answer")
	}
}
