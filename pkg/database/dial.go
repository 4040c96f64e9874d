package database

import (
	"net"
	"time"
)

// unanswered is after how long a server that does not answer is given up. Without it a connection to a host that has
// gone, and can no longer say so, would be waited for as long as the system likes: a quarter of an hour.
const unanswered = 20 * time.Second

// dialer makes connections that notice when the other end is gone: by probes while they wait, and where the system can
// do it by the time that something sent may stay unacknowledged.
func dialer() *net.Dialer {
	const probes = 3
	every := unanswered / (probes + 1)
	return &net.Dialer{
		Timeout:         unanswered / 2,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: every, Interval: every, Count: probes},
		Control:         giveUp,
	}
}
