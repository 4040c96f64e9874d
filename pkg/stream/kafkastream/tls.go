package kafkastream

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
)

// Files are PEM files by which TLS is spoken; empty names are left out.
type Files struct {
	// CA holds the authorities that sign the brokers' certificates; the system's when it is empty.
	CA string
	// Cert and Key are the client's, for brokers that ask for a certificate.
	Cert, Key string
}

// TLS reads the files. Certificate and key are read anew for each connection, so that they may be renewed.
func TLS(f Files) (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if f.CA != "" {
		text, err := os.ReadFile(f.CA)
		if err != nil {
			return nil, fmt.Errorf("read kafka.tls_ca: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("read kafka.tls_ca: no certificate in %s", f.CA)
		}
	}
	if f.Cert == "" {
		return c, nil
	}
	load := func() (*tls.Certificate, error) {
		pair, err := tls.LoadX509KeyPair(f.Cert, f.Key)
		if err != nil {
			return nil, fmt.Errorf("read kafka.tls_cert and kafka.tls_key: %w", err)
		}
		return &pair, nil
	}
	if _, err := load(); err != nil {
		return nil, err
	}
	c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return load() }
	return c, nil
}
