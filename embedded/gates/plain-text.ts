// Control sequences of terminals: CSI, OSC (to BEL or ST, bounded), other two-character escapes.
const ESCAPES =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)|[@-Z\\-_])|\u009b[0-?]*[ -/]*[@-~]/g;

/** Output of a tool as plain text: no colours, no control characters but tab and line feed, no turned direction. */
export function plainText(text: string): string {
  return text
    .replace(ESCAPES, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\t\n]/gu, '');
}
