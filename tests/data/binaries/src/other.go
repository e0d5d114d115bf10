package main

func outer2(n int) *int { return leaf(n + 1) }
