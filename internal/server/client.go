package server

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// client returns the address that a request comes from. What a proxy says of it is believed if the proxy is
// trusted, and only as far back as the proxies are: whatever stands before was written by the client.
func (s *Server) client(r *http.Request) netip.Addr {
	peer, _ := hop(r.RemoteAddr)
	xff, standard := elements(r.Header.Values("X-Forwarded-For")), forwarded(r.Header.Values("Forwarded"), "for")
	one, other := s.behind(peer, xff), s.behind(peer, standard)
	switch {
	case len(standard) == 0 || one == other:
		return one
	case len(xff) == 0:
		return other
	}
	return peer // proxies write one of the two, and who knows which the client wrote
}

// behind returns the last of the hops before a peer, the nearest at the end, that is not a trusted proxy.
func (s *Server) behind(peer netip.Addr, hops []string) netip.Addr {
	for _, text := range slices.Backward(hops) {
		if !s.trusts(peer) {
			break
		}
		before, ok := hop(text)
		if !ok {
			break
		}
		peer = before
	}
	return peer
}

// trusts reports whether an address is that of a trusted proxy.
func (s *Server) trusts(address netip.Addr) bool {
	return slices.ContainsFunc(s.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(address) })
}

// overTLS reports whether a request came by https, to us or to a trusted proxy.
func (s *Server) overTLS(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	if peer, _ := hop(r.RemoteAddr); !s.trusts(peer) {
		return false
	}
	isHTTPS := func(proto string) bool { return strings.EqualFold(proto, "https") }
	return slices.ContainsFunc(elements(r.Header.Values("X-Forwarded-Proto")), isHTTPS) ||
		slices.ContainsFunc(forwarded(r.Header.Values("Forwarded"), "proto"), isHTTPS)
}

// hop reads an address, with or without a port: 192.0.2.1, 192.0.2.1:80, 2001:db8::1, [2001:db8::1]:80.
func hop(text string) (netip.Addr, bool) {
	if with, err := netip.ParseAddrPort(text); err == nil {
		return with.Addr().Unmap(), true
	}
	address, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"))
	return address.Unmap(), err == nil
}

// elements takes apart the values of a header that is a list.
func elements(values []string) []string {
	var all []string
	for _, v := range values {
		for element := range strings.SplitSeq(v, ",") {
			all = append(all, strings.TrimSpace(element))
		}
	}
	return all
}

// forwarded returns a parameter of each element of Forwarded (RFC 7239), "" where it is missing.
func forwarded(values []string, parameter string) []string {
	all := elements(values)
	for i, element := range all {
		all[i] = ""
		for pair := range strings.SplitSeq(element, ";") {
			if name, value, _ := strings.Cut(strings.TrimSpace(pair), "="); strings.EqualFold(name, parameter) {
				all[i] = strings.Trim(value, `"`)
			}
		}
	}
	return all
}
