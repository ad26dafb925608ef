# shellcheck shell=bash
# Sourced by the scripts of this folder: what they share. First of all it installs the Debian packages that they need and that
# are missing.
#
# Nothing is asked and nothing is changed when all are there; only otherwise root, or sudo, is needed. Some of
# the packages bring a service that Debian starts at once and at each boot: not because of us.

# Says something to people.
say() {
    printf '%s\n' "$*" >&2
}

# Runs a command as root.
as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        "$@"
    elif [[ -t 0 ]]; then
        sudo "$@"
    else
        sudo --non-interactive "$@"
    fi
}

# Prints those of the packages "$@" that are not installed, one a line.
missing_packages() {
    local package
    for package in "$@"; do
        if [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
            printf '%s\n' "$package"
        fi
    done
}

# Runs a command as root while no package may start a service: /usr/sbin/policy-rc.d is what Debian asks
# before it does (invoke-rc.d(8)). What was there before is there again afterwards.
without_starting_services() {
    # The body is a script of its own, so that the trap holds whatever happens to this one.
    # shellcheck disable=SC2016
    as_root bash -c '
        set -euo pipefail
        policy=/usr/sbin/policy-rc.d
        kept=$(mktemp --directory)
        restore() {
            rm -f "$policy"
            if [[ -e $kept/policy-rc.d || -L $kept/policy-rc.d ]]; then mv "$kept/policy-rc.d" "$policy"; fi
            rmdir "$kept"
        }
        if [[ -e $policy || -L $policy ]]; then mv "$policy" "$kept/"; fi
        trap restore EXIT
        trap "exit 130" INT
        trap "exit 143" TERM
        printf "#!/bin/sh\nexit 101\n" >"$policy"
        chmod 755 "$policy"
        "$@"
    ' without-starting-services "$@"
}

# Keeps the services of the packages "$@", which were just installed, from starting at the next boot.
disable_services() {
    local package
    for package in "$@"; do
        case $package in
        haproxy | prometheus | redis-server) as_root update-rc.d "$package" disable >/dev/null 2>&1 || true ;;
        esac
    done
}

# Installs those of the packages "$@" that are missing.
install_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "This is no Debian: see that these packages, or their like, are installed: $*"
        return
    fi
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if [[ ${#missing[@]} -eq 0 ]]; then return; fi
    say "Installing Debian packages: ${missing[*]}"
    if [[ $(id -u) -ne 0 ]] && ! command -v sudo >/dev/null; then
        say "That needs root, and there is no sudo. As root: apt-get install ${missing[*]}"
        exit 1
    fi
    as_root apt-get update --quiet --quiet >&2
    without_starting_services env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --quiet --quiet --no-install-recommends "${missing[@]}" </dev/null >&2
    disable_services "${missing[@]}"
}

# Sees that there is a Swift toolchain.
require_swift() {
    if ! command -v swift >/dev/null; then
        say "There is no Swift toolchain: install Swift 6.2 or later from https://www.swift.org/install," \
            "and put its usr/bin into PATH."
        exit 1
    fi
}

# Builds with the options "$@" of `swift build`. Without colours: they are options of the compiler, so that what was built on a
# terminal would otherwise be built anew where there is none, and the other way round. With the same order of options each time:
# SwiftPM takes those that stand for the traits of a package from a hashed set, and builds anew what another order has.
swift_build() {
    SWIFT_DETERMINISTIC_HASHING=1 swift build --no-color-diagnostics "$@"
}
