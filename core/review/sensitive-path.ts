/** Folder and file names that mark what must be seen first: 004-17's class HIGH. */
const SENSITIVE = [
  /auth|login|session|oauth|jwt|permission|passw|secret|crypto|security|token/i,
  /payment|billing|checkout|invoice/i,
  /migrat|schema|\.sql$|\.prisma$/i,
  /(^|\/)\.github\/|\.gitlab-ci|jenkinsfile|buildspec|\.circleci\/|(^|\/)interlock\.yaml$/i,
  /\.tf$|terraform|cloudformation|(^|\/)cdk|helm|k8s|dockerfile/i,
];

/**
 * True for a path that looks like authentication, payments, schema, pipeline or infrastructure. It only orders what a
 * reviewer sees first and what is named first; the risk class comes from core/change.
 */
export function isSensitivePath(path: string): boolean {
  return SENSITIVE.some((pattern) => pattern.test(path));
}
