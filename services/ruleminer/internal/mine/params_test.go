package mine

import (
	"strings"
	"testing"
	"time"
)

func TestDurationsBecomeBuckets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		bucket       time.Duration
		epoch, holds int64
	}{
		{24 * time.Hour, 28, 7},
		{time.Hour, 672, 168},
		{7 * 24 * time.Hour, 4, 1},
		{365 * 24 * time.Hour, 1, 1},
	} {
		p := DefaultParams(c.bucket)
		if p.EpochBuckets != c.epoch || p.MaxHold != c.holds {
			t.Errorf("%v: epoch %d, hold %d, want %d, %d", c.bucket, p.EpochBuckets, p.MaxHold, c.epoch, c.holds)
		}
		if err := p.Validate(); err != nil {
			t.Errorf("%v: the defaults are not valid: %v", c.bucket, err)
		}
	}
}

func TestEveryTimeHasItsBucket(t *testing.T) {
	t.Parallel()
	p := DefaultParams(24 * time.Hour)
	for _, c := range []struct{ us, bucket, epoch int64 }{
		{0, 0, 0},
		{testDay - 1, 0, 0},
		{testDay, 1, 0},
		{-1, -1, -1},
		{-testDay, -1, -1},
		{-testDay - 1, -2, -1},
		{28 * testDay, 28, 1},
		{-28*testDay - 1, -29, -2},
	} {
		b := p.BucketOf(c.us)
		if b != c.bucket || p.EpochOf(b) != c.epoch {
			t.Errorf("%d: bucket %d, epoch %d, want %d, %d", c.us, b, p.EpochOf(b), c.bucket, c.epoch)
		}
		if end := p.BucketEnd(b).UnixMicro(); end <= c.us || end-c.us > testDay {
			t.Errorf("%d: bucket ends at %d", c.us, end)
		}
	}
	if got := p.BucketEnd(0).Format(time.RFC3339); got != "1970-01-02T00:00:00Z" {
		t.Errorf("first bucket ends %s", got)
	}
}

func TestValidateNamesEveryMistake(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"bucket", "CapIntent", "CapUser", "CapEpoch", "MinFlush", "MaxHold", "rho", "RidgeN", "EpochBuckets", "LongFactor",
		"AlphaPub", "AlphaKeep", "AlphaEmerging", "DetARL", "MinUsers", "MinArm", "SameEffect",
		"MaxAspects", "MaxIntents", "MaxGroups", "MaxDimensions",
	} {
		if err := (Params{RidgeN: -1}).Validate(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("nothing about %s in: %v", name, err)
		}
	}
	for _, set := range []func(*Params){
		func(p *Params) { p.CapEpoch = 70_000 },
		func(p *Params) { p.AlphaPub = 1 },
		func(p *Params) { p.MinUsers = userBits + 1 },
		func(p *Params) { p.MinEffect = -0.1 },
		func(p *Params) { p.MaxAspects = maxNames + 1 },
		func(p *Params) { p.DetARL = 1 },
	} {
		p := DefaultParams(time.Hour)
		set(&p)
		if p.Validate() == nil {
			t.Errorf("valid: %+v", p)
		}
	}
}

func TestSetTakesTheNamesOfTheTable(t *testing.T) {
	t.Parallel()
	p := DefaultParams(24 * time.Hour)
	for key, value := range map[string]string{
		"MinUsers": "5", "capintent": "2", "AlphaPub": "0.1", "rho": "1.5", "LongFactor": "3",
		"EpochBuckets": "10", "MaxHold": "48h", "DetARL": "100", "MinEffect": " 0.02 ", "ClosedEBH": "true",
	} {
		if err := p.Set(key, value); err != nil {
			t.Errorf("Set(%s, %s): %v", key, value, err)
		}
	}
	if p.MinUsers != 5 || p.CapIntent != 2 || p.AlphaPub != 0.1 || p.Rho != 1.5 || p.LongFactor != 3 ||
		p.EpochBuckets != 10 || p.MaxHold != 2 || p.DetARL != 100 || p.MinEffect != 0.02 || !p.ClosedEBH {
		t.Errorf("%+v", p)
	}
}

func TestSetSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ key, value, want string }{
		{"MinUser", "5", "MinUsers"},
		{"AlfaPub", "0.1", "AlphaPub"},
		{"ridge", "1", "RidgeN"},
		{"MinUsers", "many", "whole number"},
		{"LongFactor", "1.5", "whole number"},
		{"AlphaPub", "five", "want a number"},
		{"ClosedEBH", "maybe", "true or false"},
		{"MaxHold", "7 days", "duration"},
		{"MaxHold", "-3h", "want more than"},
	} {
		p := DefaultParams(time.Hour)
		before := p
		err := p.Set(c.key, c.value)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Set(%s, %s): %v, want something about %q", c.key, c.value, err, c.want)
		}
		if p != before {
			t.Errorf("Set(%s, %s) changed the parameters", c.key, c.value)
		}
	}
}
