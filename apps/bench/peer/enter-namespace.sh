#!/bin/sh
# `enter-namespace.sh [OPTIONS] HOST COMMAND…`: in place of ssh, where a host is a network namespace of this machine. The host's
# name is the namespace's.
while [ "${1#-}" != "$1" ]; do shift; done
host=$1
shift
exec ip netns exec "$host" unshare --uts sh -c 'hostname "$0" && exec sh -c "$1"' "$host" "$*"
