// For programs that call <bucket>.s3.localhost: names below localhost are this machine (RFC 6761),
// which not every resolver knows. Loaded with NODE_OPTIONS=--require.
'use strict';
const dns = require('node:dns');

const { lookup } = dns;
dns.lookup = function (name, options, done) {
  const known = name.endsWith('.localhost') ? '127.0.0.1' : name;
  return lookup.call(this, known, options, done);
};
