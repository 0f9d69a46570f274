# shellcheck shell=bash disable=SC2154
# Silt: the Debian 13 that ./dev sets up where there is no GIMP 3
# Copyright (C) 2026 The Silt authors
#
# This program is free software: you can redistribute it and/or modify
# it under the terms of the GNU General Public License as published by
# the Free Software Foundation; either version 3 of the License, or
# (at your option) any later version.
#
# This program is distributed in the hope that it will be useful,
# but WITHOUT ANY WARRANTY; without even the implied warranty of
# MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
# GNU General Public License for more details.
#
# You should have received a copy of the GNU General Public License
# along with this program.  If not, see <https://www.gnu.org/licenses/>.

# Read by ./dev, whose src, cache, command, say and die it uses.  choose_root
# sets `root`, the folder of the system, and `root_level`, what it has.

# What a root has, level by level.  Those who only try Silt are spared PyTorch,
# which the checks take for a second opinion; the tools that drive windows are
# small, and in all.
levels=(gimp check bench)

gimp_packages=(
  gcc libc6-dev meson ninja-build pkgconf gettext
  gimp libgimp-3.0-dev
  libopenblas-pthread-dev libjson-glib-dev libpng-dev
  # GIMP's windows on no screen, driven as by a person
  xvfb dbus-daemon at-spi2-core python3-pyatspi xdotool
  fonts-dejavu-core adwaita-icon-theme locales
)

# shellcheck disable=SC2034 # used by name
check_packages=(
  "${gimp_packages[@]}"
  python3-numpy python3-torch
)

# shellcheck disable=SC2034 # used by name
bench_packages=(
  "${check_packages[@]}"
  python3-onnxruntime
)

# The MB free that it takes to make one: twice the root and more.
declare -A megabytes=([gimp]=3500 [check]=5500 [bench]=5700)

# Some archives' release files go out of date; their signatures are checked
# all the same.  Nobody reads manuals here; German and Hebrew are tested.
# shellcheck disable=SC2016 # the hook's $1 is for mmdebstrap's shell
options=(
  --variant=apt
  --dpkgopt=force-unsafe-io
  --aptopt='Acquire::Check-Valid-Until "false"'
  --aptopt='Acquire::Retries "3"'
  --dpkgopt='path-exclude=/usr/share/doc/*'
  --dpkgopt='path-exclude=/usr/share/man/*'
  --dpkgopt='path-exclude=/usr/share/info/*'
  --dpkgopt='path-exclude=/usr/share/locale/*'
  --dpkgopt='path-include=/usr/share/locale/locale.alias'
  --dpkgopt='path-include=/usr/share/locale/de/*'
  --dpkgopt='path-include=/usr/share/locale/he/*'
  --customize-hook='chroot "$1" localedef -i de_DE -f UTF-8 de_DE.UTF-8'
)

# root_of LEVEL: its folder, whether it is there or not.  A root is never changed
# once it is there: another list, another root.
root_of ()
{
  local -n packages=$1_packages
  local hash

  hash=$(printf '%s\n' "${packages[@]}" "${options[@]}" | sha256sum)
  echo "$cache/root-${hash:0:12}"
}

# choose_root LEVEL: sets `root` and `root_level` to the largest root there that
# has what LEVEL needs, so that all commands build in the same one; else to
# LEVEL's own.
choose_root ()
{
  local i

  for ((i = ${#levels[@]} - 1; i >= 0; i--)); do
    root_level=${levels[i]}
    root=$(root_of "$root_level")
    if [ -d "$root" ] || [ "$root_level" = "$1" ]; then
      return
    fi
  done
}

# mmdebstrap mounts things inside the system that it makes.  In namespaces of
# its own they are gone with it however it ends, and it ends when we do.  Who
# is not root is root there, with the further user ids of /etc/subuid.
isolated=(setpriv --pdeathsig KILL
          unshare --mount --propagation private
                  --pid --fork --kill-child --mount-proc)
[ "$(id -u)" = 0 ] || isolated+=(--user --map-root-user --map-auto)

# The host's packages that make and enter a root.
get_tools ()
{
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  local -a tools=()
  local install

  command -v mmdebstrap >/dev/null || tools+=(mmdebstrap)
  command -v bwrap >/dev/null || tools+=(bubblewrap)
  command -v newuidmap >/dev/null || tools+=(uidmap)
  [ -f "$keyring" ] || tools+=(debian-archive-keyring)
  [ ${#tools[@]} -gt 0 ] || return 0

  install="apt-get install -y --no-install-recommends ${tools[*]}"
  [ "$(id -u)" = 0 ] || die "an administrator must run: $install"

  say "Installing ${tools[*]}…"
  {
    # Lists that cannot be updated may still be good enough.
    DEBIAN_FRONTEND=noninteractive apt-get update || true
    # shellcheck disable=SC2086 # words
    DEBIAN_FRONTEND=noninteractive $install -o DPkg::Lock::Timeout=300
  } >"$root.log" 2>&1 </dev/null \
    || die "cannot install ${tools[*]}: $(reason "$root.log")"
}

# reason LOG: why apt or mmdebstrap failed, in a few words.
reason ()
{
  local offline='Temporary failure resolving|Could not (resolve|connect)'
  local line

  offline+='|Unable to connect|Connection (failed|timed out)|unreachable'
  if grep -q 'No space left on device' "$1"; then
    line="the disk is full"
  elif grep -qE "$offline" "$1"; then
    line="Debian's archive cannot be reached over the network"
  else
    line=$(grep -E '^E: ' "$1" | tail -n 1 || true)
  fi
  echo "${line:-it failed} (the whole log: $1)"
}

# Says before a long download what would fail after it.
check_host ()
{
  local user error free

  user=$(id -un)
  if [ "$(id -u)" != 0 ] && ! grep -qE "^($user|$(id -u)):" /etc/subuid; then
    die "an administrator must run: usermod --add-subuids 100000-165535" \
        "--add-subgids 100000-165535 $user"
  fi
  error=$("${isolated[@]}" true 2>&1) \
    || die "this system does not let us make namespaces: ${error##*$'\n'}"
  error=$(bwrap --ro-bind / / --dev /dev --proc /proc --unshare-user \
                --unshare-pid --unshare-net true 2>&1) \
    || die "this system does not let us make namespaces: ${error##*$'\n'}"

  free=$(df --output=avail -k -- "$cache" | tail -n 1)
  [ "$free" -ge "${megabytes[$root_level]}000" ] \
    || die "${megabytes[$root_level]} MB of free disk space are needed in" \
           "$cache, there are $((free / 1000))"
}

# Deletes what an interrupted set-up left.  Mounts should be none, see
# `isolated`; but what is mounted may be the host's, and --one-file-system does
# not stop at a bind mount.
discard_leftovers ()
{
  local point

  while read -r _ _ _ _ point _; do
    printf -v point %b "$point"
    case $point in
      "$root.part"/* | "$root.tmp"/*)
        die "something is mounted on $point: umount it and try again" ;;
    esac
  done </proc/self/mountinfo

  "${isolated[@]}" rm -rf --one-file-system -- "$root.part" "$root.tmp" \
    || die "cannot delete what an earlier set-up left in $cache"
}

# The system appears under its name when it is whole, never before.  Files
# become the caller's own, and device nodes are left out: so rm -r is enough to
# be rid of it, for a user as for root.
make_root ()
{
  local -n packages=${root_level}_packages
  local include proxy

  printf -v include '%s,' "${packages[@]}"
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  discard_leftovers
  mkdir -p -- "$root.part" "$root.tmp"

  TMPDIR=$root.tmp "${isolated[@]}" \
    mmdebstrap --mode=root --format=tar --include="${include%,}" \
               ${proxy:+--aptopt="Acquire::http::Proxy \"$proxy\""} \
               "${options[@]}" trixie - 2>"$root.log" </dev/null \
    | tar -x --no-same-owner --exclude='./dev/*' -C "$root.part" \
          2>>"$root.log" \
    || return 1
  mv -- "$root.part" "$root"
}

# other_roots: those in the cache that this script has no use for.
other_roots ()
{
  local level other known=" "

  for level in "${levels[@]}"; do
    known+="$(root_of "$level") "
  done
  for other in "$cache"/root-????????????; do
    [[ $known = *" $other "* ]] || echo "$other"
  done
}

# need_root LEVEL MISSING…: there is a root, in `root`, when it returns.
need_root ()
{
  local other

  choose_root "$1"
  shift
  if [ -d "$root" ] && command -v bwrap >/dev/null; then
    return
  fi
  command -v apt-get >/dev/null \
    || die "this system lacks $*, and has no apt to set up a Debian 13 with"

  # Whatever still runs for a set-up holds descriptor 9 too, and the lock.
  mkdir -p -- "$cache"
  {
    flock --nonblock 9 || { say "Waiting for another set-up…"; flock 9; }
    get_tools
    if [ ! -d "$root" ]; then
      check_host
      say "Setting up Debian 13 with GIMP 3 in $root (a few minutes)…"
      trap discard_leftovers EXIT
      umask 022
      make_root || die "cannot set up Debian 13: $(reason "$root.log")"
      discard_leftovers
      trap - EXIT
      other_roots | while read -r other; do
        say "The root of another version of ./dev is still in $other."
      done
    fi
  } 9>"$cache/lock"
}

# see_screen: adds to `enter`'s view the sockets that lead to the screen.  One
# on another machine (ssh -X) is reached over the network.
see_screen ()
{
  local authority=${XAUTHORITY:-$HOME/.Xauthority}
  local number socket

  if [ -n "${WAYLAND_DISPLAY-}" ]; then
    socket=$WAYLAND_DISPLAY
    [[ $socket = /* ]] || socket=${XDG_RUNTIME_DIR-}/$socket
    view+=(--bind "$socket" /run/silt/wayland-0
           --setenv WAYLAND_DISPLAY wayland-0)
  fi
  if [ -n "${DISPLAY-}" ]; then
    if [[ $DISPLAY = :* ]]; then
      number=${DISPLAY#:}
      socket=/tmp/.X11-unix/X${number%%.*}
      view+=(--bind "$socket" "$socket")
    else
      network=()
    fi
    view+=(--setenv DISPLAY "$DISPLAY")
    if [ -f "$authority" ]; then
      view+=(--ro-bind "$authority" /home/silt/.Xauthority
             --setenv XAUTHORITY /home/silt/.Xauthority)
    fi
  fi
}

# enter COMMAND…: in the root, where only this repository can be written to,
# and nothing can be reached over the network.
enter ()
{
  local here name
  local -a view=() network=(--unshare-net)

  here=$(pwd -P)
  [[ $here/ = "$src"/* ]] || here=$src
  for name in TERM CI OPENBLAS_CORETYPE OPENBLAS_L2_SIZE; do
    [ -z "${!name-}" ] || view+=(--setenv "$name" "${!name}")
  done
  case $command in
    gimp)
      see_screen ;;
    bench)
      mkdir -p -- "$cache/bench"
      view+=(--bind "$cache/bench" /home/silt/.cache/silt/bench) ;;
  esac

  # /usr, /etc and /var one by one, since bwrap could not make the mount points
  # for the repository in a / that is read-only; folders where a repository
  # may live are empty.  The user has a name: D-Bus insists on one.  /var/tmp
  # is on a disk, for what Silt keeps out of memory.
  mkdir -p -- "$src/build-trixie/tmp"
  bwrap --ro-bind "$root/usr" /usr --ro-bind "$root/etc" /etc \
        --symlink usr/bin /bin --symlink usr/sbin /sbin \
        --symlink usr/lib /lib --symlink usr/lib64 /lib64 \
        --tmpfs /usr/local --tmpfs /usr/src --tmpfs /var \
        --ro-bind "$root/var/cache/fontconfig" /var/cache/fontconfig \
        --dev /dev --proc /proc \
        --perms 1777 --tmpfs /tmp --bind "$src/build-trixie/tmp" /var/tmp \
        --tmpfs /run --perms 0700 --dir /run/silt \
        --dir /home/silt --bind "$src" "$src" --chdir "$here" \
        --clearenv --setenv HOME /home/silt --setenv USER silt \
        --setenv PATH /usr/bin:/usr/sbin --setenv SHELL /bin/bash \
        --setenv LC_ALL C.UTF-8 --setenv LANG C.UTF-8 \
        --setenv XDG_RUNTIME_DIR /run/silt --setenv SILT_ROOT "$root" \
        --unshare-user --uid 1000 --gid 1000 \
        --ro-bind-data 7 /etc/passwd --ro-bind-data 8 /etc/group \
        --unshare-pid --unshare-ipc --unshare-uts "${network[@]}" \
        --die-with-parent "${view[@]}" -- "$@" \
        7<<<'silt:x:1000:1000:silt:/home/silt:/bin/bash' 8<<<'silt:x:1000:'
}
