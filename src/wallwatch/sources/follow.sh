# Follows one file on another host, for a reader at the end of a pipe. Any POSIX shell runs it; it writes no file.
# It is sent as one line, so every statement ends with a semicolon, and no character in it means anything in single
# quotes to any login shell. What it says between the bytes of the file begins with a token nobody can guess.
#   $1 file  $2 follow|once  $3 pause in seconds  $4 pauses before a file that was moved away is left
#   $5 where to go on (a byte, or end)  $6 inode  $7 1 if all of that file is read
#   $8 its head  $9 a byte up to which it was read  $10 the bytes before that  $11... heads of all that was read
# Heads and the like are told as length:cksum:md5sum, of which a host has one at least.
f=$1; mode=$2; pause=$3; rounds=$4; at=$5; ino=$6; finished=$7; head=$8; mark=$9; shift 9;
tail=$1; shift; known=$*;
set -f; LC_ALL=C; export LC_ALL; told=; beats=0;
nl=$(printf "\nx"); nl=${nl%x}; blank=" $nl"; IFS=$blank;
hash=cksum; command -v cksum >/dev/null 2>&1 || hash=md5sum;
tok=$(for x in 1 2 3 4; do dd if=/dev/urandom bs=16 count=1 2>/dev/null | $hash; done | tr -d " \n-");
printf "wallwatch-1 %s\n" "$tok";

say() { printf "%s %s\n" "$tok" "$*"; };
tell() { [ "$1" = "$told" ] || { told=$1; say "$1"; }; };
nap() { sleep "$pause" 2>/dev/null || sleep 1; beats=$((beats+1)); [ "$beats" -lt 20 ] || { beats=0; say beat; }; };

# Inode, mode and size of what stands at a path.
fact() { set -- $(ls -Lldin -- "$1" 2>/dev/null); i=$1; m=$2; s=$6; };

# Bytes of a file, packed or not: from which on, and how many.
part() {
  case $1 in
    *.gz) gzip -dc -- "$1" 2>/dev/null | tail -c +$(($2+1)) | dd bs="$3" count=1 2>/dev/null;;
    *) dd if="$1" bs=1 skip="$2" count="$3" 2>/dev/null;;
  esac;
};
sum() { set -- $(part "$1" "$2" "$3" | $hash); echo "$1"; };

# Whether a file has at a byte what a word (length:cksum:md5sum) tells.
has() {
  l=${3%%:*}; w=${3#*:}; [ "$hash" = cksum ] && w=${w%:*} || w=${w#*:};
  [ "$l" = 0 ] || [ "$(sum "$1" "$2" "$l")" = "$w" ];
};

# Whether a file is the one that was read: it has the same head, and the same bytes before the mark.
same() {
  fact "$1"; [ -n "$i" ] || return 1;
  case $1 in *.gz) ;; *) [ "$s" -ge "$mark" ] || return 1;; esac;
  has "$1" 0 "$head" && has "$1" $((mark-${tail%%:*})) "$tail";
};

# The copies beside the file, listed so.
copies() { set +f; ls -d "$1" -- "$f".[0-9]* "$f"-[0-9]* "$f".old 2>/dev/null; set -f; };

# Whether a file was read before, by its head.
read_before() {
  for one in $known; do
    has "$1" 0 "$one" && return 0;
  done;
  return 1;
};

# What is open as 3: goes to a byte, and sends what there is up to byte $s.
seek() { [ "$at" = 0 ] || dd bs=1 skip="$at" count=0 <&3 2>/dev/null; };
send() {
  while [ "$at" -lt "$s" ]; do
    n=$((s-at)); [ "$n" -le 262144 ] || n=262144;
    dd bs="$n" count=1 <&3 2>/dev/null; at=$((at+n)); say at "$at";
  done;
};

# Opens a copy as 3, if it still is the one of that inode: names move on when the log is rotated meanwhile.
still() { fact "$1"; [ "$i" = "$2" ] || { say again; exit 0; }; };
take() { if command exec 3<"$1"; then still "$1" "$2"; else say again; exit 0; fi; };

# What is open as 3 and nobody writes to any more, from byte $at on.
whole() {
  case $1 in
    *.gz) gzip -dc <&3 2>/dev/null | tail -c +$((at+1)); say rest;;
    *) seek; send;;
  esac;
};

# Opens the file as 3, as soon as it can be.
open() {
  while :; do
    fact "$f";
    if [ -z "$i" ]; then tell missing;
    elif [ -f "$f" ]; then
      ino=$i;
      if [ -r "$f" ] && command exec 3<"$f"; then fact "$f"; [ "$i" = "$ino" ] && return 0; else tell denied; fi;
    else tell unfit; fi;
    if [ "$mode" = once ]; then say end; exit 0; fi;
    nap;
  done;
};

# Sends what is appended, until the file is another one.
follow() {
  before=; quiet=1; late=0; told=;
  while :; do
    fact "$f";
    if [ "$i" = "$ino" ] && [ "$late" = 0 ]; then
      if [ "$s" -lt "$at" ]; then say cut; return; fi;
      if [ "$s" -gt "$at" ]; then
        if [ -n "$before" ] && [ "$(sum "$f" $((at-b)) "$b")" != "$before" ]; then say cut; return; fi;
        send; quiet=0; b=64; [ "$at" -ge 64 ] || b=$at; before=$(sum "$f" $((at-b)) "$b");
      elif [ "$quiet" = 0 ]; then quiet=1; say idle;
      fi;
      if [ "$mode" = once ]; then say end; return; fi;
    else
      cat <&3; say rest;
      if [ "$i" = "$ino" ]; then say cut; return; fi;
      if [ -n "$i" ] && [ "$s" -gt 0 ]; then late=$((late+1)); else tell waiting; fi;
      if [ "$late" -gt "$rounds" ]; then say moved; return; fi;
      if [ "$mode" = once ]; then say end; return; fi;
    fi;
    nap;
  done;
};

now=;
if [ "$mark" = 0 ]; then :; else
  if same "$f" && command exec 3<"$f" && same "$f"; then
    ino=$i; say same; seek; follow; exit 0;
  fi;
  fact "$f"; now=${i:-none};
  where=; later=; names=$(copies -i);
  all=$(copies -tr);
  IFS=$nl;
  for c in $all; do
    IFS=$blank;
    case $c in *.xz|*.bz2|*.zst|*.lz4|*.Z) continue;; esac;
    if same "$c"; then [ -n "$where" ] || { where=$c; inode=$i; later=; };
    elif [ -n "$i" ]; then later=$later$i:$c$nl; fi;
  done;
  IFS=$blank;
  [ "$names" = "$(copies -i)" ] || { say again; exit 0; };
  if [ -n "$where" ]; then take "$where" "$inode"; say same; whole "$where";
  else
    [ "$now" != "$ino" ] || later=;
    if [ "$finished" = 1 ] && [ -z "$later" ]; then say left; else say gone; fi;
  fi;
  IFS=$nl;
  for c in $later; do
    IFS=$blank; inode=${c%%:*}; c=${c#*:};
    take "$c" "$inode";
    if read_before "$c"; then still "$c" "$inode"; else at=0; say file "$inode" 0; whole "$c"; fi;
  done;
  IFS=$blank; at=0;
fi;
open;
if [ -n "$now" ]; then
  if [ "$now" != "$ino" ] || [ "$names" != "$(copies -i)" ]; then say again; exit 0; fi;
fi;
if [ "$at" = end ]; then at=$s; [ "$at" = 0 ] || at=$((at-1)); fi;
say file "$ino" "$at"; seek; follow; exit 0;
