type Lines = {
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  readonly context?: readonly string[];
};

/** A diff of one modified file as git prints it: context, then removed, then added lines. */
export function diffOf(path: string, { added = [], removed = [], context = [] }: Lines = { added: ['x'] }): string {
  const head = `diff --git a/${path} b/${path}\nindex 1111111..2222222 100644\n`;
  const body = [...context.map((l) => ` ${l}`), ...removed.map((l) => `-${l}`), ...added.map((l) => `+${l}`)];
  const counts = `@@ -1,${context.length + removed.length} +1,${context.length + added.length} @@`;
  return `${head}--- a/${path}\n+++ b/${path}\n${counts}\n${body.join('\n')}\n`;
}
