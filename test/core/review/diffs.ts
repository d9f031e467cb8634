/** A diff as git prints it; `hunks` are given as their content lines. */
export function fileDiff(path: string, ...hunks: string[][]): string {
  const head = `diff --git a/${path} b/${path}\nindex 1111111..2222222 100644\n--- a/${path}\n+++ b/${path}\n`;
  return head + hunks.map((lines, i) => `@@ -${i * 10 + 1},1 +${i * 10 + 1},2 @@\n${lines.join('\n')}\n`).join('');
}
