export const HELP = `npm run bench:canary -- [options]

Healthy and harmed canaries are simulated, and the shipped judge and its peers judge the same ones. Prints how often each
rolls healthy canaries back, how many harmed ones it finds, how fast, and what it lets through. Exits with 1 when a
target is missed.

  --runs N      canaries of each scenario, 400 if not said (about 4 minutes on one core)
  --seed TEXT   other canaries; the same text gives the same
  --only PART   only scenarios whose names have this in them; may be repeated
  --jobs N      cores to use, all if not said
  --speed       instead: how fast the judge takes observations, and how large its memory is
  --json        JSON instead of tables
  --help        this`;
