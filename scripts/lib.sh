# What ./dev and the scripts beside this file share. Sourced by POSIX sh with $top set to the root of the checkout;
# the working directory is $top.

# One folder per run, so that runs at the same time do not read each other's logs; step() makes it.
logs=$top/build/logs/$$

# The Node that scripts/bootstrap installs comes before any other.
PATH=$top/.tools/node/bin:$PATH
export PATH

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }
now() { date +%s; }
has() { command -v "$1" >/dev/null 2>&1; }

# How many compilers may run at once: one per processor, but no more than memory allows (a unit that uses Asio under
# AddressSanitizer takes about 1.5 GB).
jobs() {
  if [ -n "${CLOISTER_JOBS:-}" ]; then say "$CLOISTER_JOBS"; return; fi
  processors=$(nproc)
  by_memory=$(awk '/^MemTotal:/ { n = int($2 / 1572864); print n < 1 ? 1 : n }' /proc/meminfo)
  if [ "$by_memory" -lt "$processors" ]; then say "$by_memory"; else say "$processors"; fi
}

# steps N: the steps that follow are shown as [1/N], [2/N], …
steps() { steps_all=$1; steps_done=0; }

# Shows that a long step is alive: every second on a terminal, every 20 seconds elsewhere.
ticker() {
  tick_started=$(now)
  if [ -t 1 ]; then tick=1; else tick=20; fi
  while sleep "$tick" >/dev/null 2>&1 </dev/null; do
    tick_line=$(tail -c 400 "$3" 2>/dev/null | tr '\r' '\n' | sed '/^[[:space:]]*$/d' | tail -n 1 | cut -c1-90)
    if [ -t 1 ]; then
      printf '\r\033[K%s %s … %s s  %s' "$1" "$2" "$(($(now) - tick_started))" "$tick_line"
    else
      printf '      %s s: %s\n' "$(($(now) - tick_started))" "$tick_line"
    fi
  done
}

# step TITLE COMMAND...: runs the command with its output in a log, which is shown when the command fails.
# The result is the command's.
step() {
  step_title=$1; shift
  steps_done=$((${steps_done:-0} + 1))
  step_mark="[$steps_done/${steps_all:-$steps_done}]"
  if [ ! -d "$logs" ]; then
    mkdir -p "$logs"
    find "$top/build/logs" -mindepth 1 -maxdepth 1 -mtime +0 -exec rm -rf {} +
  fi
  step_log=$logs/$(printf '%s' "$step_title" | tr -cs 'A-Za-z0-9' '-').log
  step_started=$(now)
  if [ -t 1 ]; then printf '%s %s …' "$step_mark" "$step_title"; else say "$step_mark $step_title …"; fi
  : >"$step_log"
  ticker "$step_mark" "$step_title" "$step_log" &
  step_ticker=$!
  step_result=0
  "$@" >"$step_log" 2>&1 </dev/null || step_result=$?
  kill "$step_ticker" 2>/dev/null
  wait "$step_ticker" 2>/dev/null || true
  step_took=$(($(now) - step_started))
  if [ "$step_result" -eq 0 ]; then
    if [ -t 1 ]; then printf '\r\033[K%s %s: %s s\n' "$step_mark" "$step_title" "$step_took"
    elif [ "$step_took" -gt 1 ]; then say "      done in $step_took s"; fi
  else
    if [ -t 1 ]; then printf '\r\033[K'; fi
    say "$step_mark $step_title FAILED after $step_took s; the end of $step_log:"
    tail -n "${CLOISTER_LOG_LINES:-80}" "$step_log" | sed 's/^/      | /'
  fi
  return "$step_result"
}
