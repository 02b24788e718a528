#!/bin/sh
# Prints the public key of ES256 tokens in PEM: deploy/haproxy/public-key.sh [URL of the service] >kinopolka-key.pem
# HAProxy reads it when it starts. It changes with AUTH_SECRET only.
set -eu
curl -fsS "${1:-http://127.0.0.1:8080}/.well-known/jwks.json" | node -e '
  const { keys } = JSON.parse(require("fs").readFileSync(0));
  const key = keys.find(({ alg }) => alg === "ES256");
  console.log(require("crypto").createPublicKey({ key, format: "jwk" }).export({ type: "spki", format: "pem" }).trim());
'
