package feed_test

import (
	"fmt"

	"example.com/feed"
)

func ExamplePath() {
	fmt.Println(feed.Path("orders", "accepted"))
	// Output: /orders/accepted
}
