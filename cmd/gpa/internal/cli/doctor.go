package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/doctor"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

type doctorCmd struct {
	Audit bool `help:"Count by ids what went into each stage and what came of it; the topics are read again, as far back as they go."`
}

// doctorPatience bounds a look at a broker: one that does not answer is a finding.
const doctorPatience = 10 * time.Second

// Help teaches by example.
func (doctorCmd) Help() string {
	return `Looks, and changes nothing. Each line is well or says what mends it; the exit code is 1 when one is not.
  gpa doctor --config gpa.yaml
  gpa doctor --audit             in = out + dead + late + repeated, for each stage; what is missing is named, kept in
                                 the database, and shown by every process as gpa_audit_missing_records;
                                 which model judged how many of the observations`
}

// Run is gpa doctor.
func (c doctorCmd) Run(s *session, ctx bound) error {
	if c.Audit {
		return runAudit(ctx, s)
	}
	p := doctor.Patient{Config: s.config, Now: time.Now}
	if len(s.config.Brokers) > 0 {
		k, err := s.kafka()
		if err != nil {
			return err
		}
		defer k.Close()
		p.Brokers = k
	}
	all := append(doctor.Examine(ctx, p), checkModel(ctx, s.config.Pack))
	sick := 0
	for _, f := range all {
		if !f.OK {
			sick++
		}
	}
	if s.json {
		if err := writeJSON(s.Out, all); err != nil {
			return err
		}
	} else {
		for _, f := range all {
			mark := "ok  "
			if !f.OK {
				mark, f.Found = "FAIL", f.Found+" → "+f.Mend
			}
			s.printf("%s  %-10s  %s\n", mark, f.Check, f.Found)
		}
	}
	if sick > 0 {
		return fmt.Errorf("%d of %d checks failed", sick, len(all))
	}
	return nil
}

func checkModel(ctx context.Context, pack string) doctor.Finding {
	judge, err := turnclassifier.LoadJudge(ctx, pack)
	if err != nil {
		return doctor.Finding{Check: "model", Found: err.Error(), Mend: "check classifier.pack"}
	}
	return doctor.Finding{Check: "model", OK: true, Found: judge.Version() + ", pack " + pack}
}
