type Targets = {
  readonly secret: string;
  /** Holds the folders of the run: request, config, results. */
  readonly place: string;
  readonly runner: string;
  readonly repository: string;
};

/**
 * Tries to get at everything that a gate must not. It prints a line with `GOT` for each success. Files are opened for
 * appending and not written, lest a success does harm.
 */
export const hostileProbes = ({ secret, place, runner, repository }: Targets): string => `
got() { echo "GOT $*"; }
env | grep -q '${secret}' && got the credentials address from the environment
for f in /proc/[0-9]*/environ; do
  tr '\\0' '\\n' < "$f" 2>/dev/null | grep -q '${secret}' && got the credentials address from /proc
done
for f in ${place}/run-*/request.json ${place}/run-*/config.json ${runner} ${repository}/.git/config /etc/passwd; do
  ( : >> "$f" ) 2>/dev/null && got to write "$(basename "$f")"
done
for d in ${place} ${place}/run-* ${place}/run-*/out $(dirname ${runner}) ${repository} ..; do
  ( : > "$d/gates.json" ) 2>/dev/null && got to make a file in "$(basename "$d")"
  ( mkdir "$d/build" ) 2>/dev/null && got to make a folder in "$(basename "$d")"
  ( ln -s /etc "$d/link" ) 2>/dev/null && got to make a link in "$(basename "$d")"
done
mv ../home ../elsewhere 2>/dev/null && got to move what is beside the checkout
for p in $(ls /proc | grep '^[0-9]'); do
  [ -O "/proc/$p" ] || { kill -0 "$p" 2>/dev/null && got to signal process "$p"; }
done
( : < /proc/$PPID/mem ) 2>/dev/null && got to open the memory of the runner
ls /proc/$PPID/fd > /dev/null 2>&1 && got to see the open files of the runner
grep NoNewPrivs /proc/self/status | tr '\\t' ' '
echo "uid $(id -u) gid $(id -g) groups $(id -G)"
echo 'probes are over'
`;

/** The probes, and then what would end the runner or stay behind when it has ended. It fails, so that its output is kept. */
export const hostileGate = (targets: Targets): string => `${hostileProbes(targets)}
kill -9 $PPID 2>/dev/null && got to end the runner
# What is left behind: in a session of its own, without the mark of the run, deaf, and born anew all the time.
setsid env -i sh -c 'trap "" TERM HUP; sleep 987123' > /dev/null 2>&1 &
cat > "$TMPDIR/again" << 'END'
trap "" TERM HUP
echo late >> ${targets.place}/late
sleep 0.05
setsid env -i sh "$0" &
END
setsid env -i sh "$TMPDIR/again" > /dev/null 2>&1 &
sleep 0.3
echo 'attack is over'
exit 1
`;

/** A build command that plants a link where the runner will write, and tells what it finds of the gates that ran before. */
export const hostileBuild = (victim: string): string =>
  [
    `ln -s ${victim} interlock.json`,
    'if [ -e "$HOME/.npmrc" ] || [ -e ../../checkout/planted ]; then echo gates were here; else echo nothing of the gates; fi > found.txt',
    'ln -s a.txt inner',
  ].join(' && ');
