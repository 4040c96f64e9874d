package simulate

import (
	"math"
	"math/rand/v2"
	"time"
)

// hours is how busy the platform is through the day, one number an hour.
var hours = [24]float64{2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 11, 10, 11, 12, 12, 11, 10, 9, 9, 9, 8, 6, 4}

// calendar gives ends of conversations in increasing order, spread over the days of the scenario.
type calendar struct {
	start time.Time
	days  float64
	left  int
	at    float64
	day   wheel
}

func newCalendar(s Scenario) calendar {
	return calendar{
		start: s.Start.UTC(), days: float64(s.Days), left: s.Conversations,
		day: newWheel(len(hours), func(i int) float64 { return hours[i] }),
	}
}

// next is the next of the remaining order statistics of uniform moments, bent by the rhythm of the day. None lies in
// the first hour, so that no conversation begins before the scenario does.
func (c *calendar) next(rng *rand.Rand) time.Time {
	if c.left > 0 {
		c.at += (1 - c.at) * (1 - math.Pow(1-rng.Float64(), 1/float64(c.left)))
		c.left--
	}
	day, part := math.Modf(min(c.at, 1-1e-9) * c.days)
	x := part * c.day[len(c.day)-1]
	hour := 0
	for c.day[hour] <= x && hour < len(c.day)-1 {
		hour++
	}
	seconds := (float64(hour) + 1 - (c.day[hour]-x)/hours[hour]) * 3600
	end := time.Duration(day)*24*time.Hour + time.Duration(seconds*1000)*time.Millisecond
	return c.start.Add(max(end, longest))
}

// longest is how long a conversation lasts at most.
const longest = time.Hour
