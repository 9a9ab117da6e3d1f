/** Examples below each command's help: what a person would type first. */

export const programExamples = `
Examples:
  glomers test -w echo --bin ./echo.py --time-limit 5     try a program in any language
  glomers challenges                                      run the official table
  glomers challenges --list                               see it
  glomers check store/latest                              judge a stored run again
  glomers sweep -w echo --module ./server.js --seeds 500  500 runs in virtual time, each with other faults
  glomers doctor                                          see whether this machine has what is needed
  glomers maelstrom install                               get the real Maelstrom

Exit codes:
  0 valid   1 invalid   2 unknown   254 bad arguments   255 the test crashed, or a node exited`;

export const testExamples = `
Examples:
  glomers test -w echo --bin ./echo.py --node-count 1 --time-limit 10
  glomers test -w unique-ids --bin ./ids --node-count 3 --rate 1000 --time-limit 30 \\
    --availability total --nemesis partition
  glomers test -w echo --bin ./node.sh -- --verbose       pass --verbose to node.sh
  glomers test -w echo --module ./server.js --seed 7      in virtual time; the same seed gives the same run
  glomers test -w broadcast --bin ./node --loss 0.1 --slow n0=300 --faults pause,one-way

Exit codes:
  0 valid   1 invalid   2 unknown   254 bad arguments   255 the test crashed, or a node exited`;

export const challengesExamples = `
Examples:
  glomers challenges              run every row that is solved
  glomers challenges 1 2          run two of them
  glomers challenges --list       print the table only
  glomers challenges --jobs 1     one row at a time, instead of side by side
  glomers challenges --virtual    in virtual time: half a minute becomes less than a second

A package says in its package.json what its program is to be told in single rows:
  "glomers": { "rows": { "3e": { "args": ["--profile", "frugal"] } } }

Exit codes:
  0 every row that was run met its limits and bars   1 one did not   254 bad arguments, or no row has a program
  2 none failed, and one was not judged, as the machine was too busy`;

export const checkExamples = `
Examples:
  glomers check store/latest                 judge the last run again
  glomers check -w echo ~/maelstrom/run      one that does not say what it is
  glomers check --json store                 every run in a folder, as JSON

Exit codes, by our verdict, of several runs the worst:
  0 valid   1 invalid   2 unknown   254 bad arguments, or a run that cannot be read   255 a node had exited`;

export const sweepExamples = `
Examples:
  glomers sweep -w broadcast --module packages/broadcast --seeds 2000
  glomers sweep -w broadcast --module packages/broadcast --node-counts 25,100 --faults partition,pause
  glomers sweep -w txn-rw-register --module packages/txn --consistency-models read-committed

Exit codes:
  0 every run was valid   1 one was invalid   2 one was unknown   254 bad arguments
  255 a run crashed, or a node exited`;

export const maelstromExamples = `
Examples:
  glomers maelstrom install                get the real Maelstrom
  glomers maelstrom doctor                 see whether this machine can run it
  glomers maelstrom test -w echo --bin ./echo.py --node-count 1 --time-limit 10
  glomers maelstrom challenges             run the official table on it

Run glomers maelstrom COMMAND --help to see what a command does.`;

export const installExamples = `
Examples:
  glomers maelstrom install
  glomers maelstrom install --from ~/Downloads/maelstrom.tar.bz2
  glomers maelstrom install --version 0.2.3
  glomers maelstrom install --version 0.2.2 --sha256 CHECKSUM

Environment:
  GLOMERS_MAELSTROM         an installation that is already there, to be used in place of the cache's: its folder or launcher
  GLOMERS_MAELSTROM_MIRROR  an address to be used in place of https://github.com/jepsen-io/maelstrom/releases/download
  XDG_CACHE_HOME            where the cache is (on Linux; ~/Library/Caches on macOS, LOCALAPPDATA on Windows)

Exit codes:
  0 Maelstrom is there   1 it could not be installed; nothing half remains   254 bad arguments   130 interrupted`;

export const doctorExamples = `
Examples:
  glomers doctor                  this machine
  glomers doctor --bin ./echo.py  and whether this program can be started as a node
  glomers doctor --json           for another program

Exit codes:
  0 nothing that glomers needs is missing   1 something is   254 bad arguments`;

export const maelstromDoctorExamples = `
Examples:
  glomers maelstrom doctor
  glomers maelstrom doctor --bin ./echo.py

Exit codes:
  0 nothing that Maelstrom needs is missing   1 something is   254 bad arguments`;

export const maelstromTestExamples = `
Examples:
  glomers maelstrom test -w echo --bin ./echo.py --node-count 1 --time-limit 10
  glomers maelstrom test -w broadcast --bin ./node --node-count 5 --time-limit 20 --rate 10 --nemesis partition
  glomers maelstrom test --verbose -w echo --bin ./node.sh -- --flag    pass --flag to node.sh
  glomers maelstrom test --summary summary.md -w echo --bin ./echo.py   for the page of a CI job

Everything that Maelstrom says is kept in output.log, in the folder of the run.

Exit codes, Maelstrom's own:
  0 valid   1 invalid   2 unknown   255 the test crashed, or a node exited
  254 bad arguments, or there is no Maelstrom, Java, program to run or store to write to   130, 143 interrupted`;

export const maelstromChallengesExamples = `
Examples:
  glomers maelstrom challenges                    every row that is solved
  glomers maelstrom challenges 3d broadcast       one row; all rows of a package
  glomers maelstrom challenges 2 --summary summary.md --json results.json

Each row has a folder in the store: output.log is everything that Maelstrom said, store/latest its run.

Exit codes:
  0 every row that was run met its limits and bars   1 one did not
  254 bad arguments, or there is no Maelstrom or Java   130, 143 interrupted`;
