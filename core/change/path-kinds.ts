import type { SignalKind } from '../contracts/facts.ts';
import { isDependencyFile } from './dependency-files.ts';

/**
 * What a path alone says of a file (K13, 004-15..17). CI, docs and tests stand alone; a path that no rule knows is
 * `source`, so that unknown never reads as harmless.
 */
export function pathKinds(path: string): readonly SignalKind[] {
  const base = path.slice(path.lastIndexOf('/') + 1);
  if (isCi(path, base)) return ['config-ci'];
  if (isDocs(path, base)) return ['docs'];
  if (isTest(path, base)) return ['tests'];
  if (isDevConfig(path, base)) return ['config-nonprod'];
  const kinds: SignalKind[] = [];
  if (isInfrastructure(path, base)) kinds.push('infrastructure');
  if (isSchema(path, base)) kinds.push('schema-change');
  if (isDependencyFile(path)) kinds.push('dependency');
  else if (isFeatureFlag(path, base)) kinds.push('feature-flag');
  else if (RUNTIME_CONFIG.test(base)) kinds.push('config-runtime');
  if (kinds.length === 0) kinds.push('source');
  const words = path.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  if (AUTH.test(words)) kinds.push('auth');
  if (PAYMENTS.test(words)) kinds.push('payments');
  return kinds;
}

const under = (path: string, folders: string) => new RegExp(`(^|/)(?:${folders})/`, 'i').test(path);

const CI_FOLDER = String.raw`\.github|\.gitlab|\.circleci|\.buildkite|\.husky|\.githooks|\.teamcity|\.azure-pipelines|codepipeline|\.interlock`;
const CI_FILE =
  /^(?:\.gitlab-ci.*\.ya?ml|buildspec.*\.ya?ml|appspec\.(?:ya?ml|json)|jenkinsfile.*|codepipeline.*\.(?:ya?ml|json)|azure-pipelines.*\.ya?ml|bitbucket-pipelines\.ya?ml|cloudbuild.*\.ya?ml|\.travis\.yml|\.drone\.yml|appveyor\.ya?ml|lefthook\.ya?ml|\.pre-commit-config\.ya?ml|interlock\.ya?ml|codeowners|\.gitattributes|.*\.(?:cedar|cedarschema|rego))$/i;
const isCi = (path: string, base: string) => CI_FILE.test(base) || under(path, CI_FOLDER);

const TEXT_NAME =
  /^(?:(?:readme|licen[sc]e)(?:[-_.][\w-]+)?|changelog|changes|history|contributing|code_of_conduct|copying|notice|authors|support|governance|security)(?:\.(?:md|markdown|txt|rst|adoc))?$/i;
const MARKUP = /\.(?:md|markdown|rst|adoc|asciidoc)$/i;
const DOC_ASSET = /\.(?:md|markdown|rst|adoc|asciidoc|txt|png|jpe?g|gif|svg|webp|pdf)$/i;
/** A service may serve or read these at run time, so markup in them is content of the product. */
const RUNTIME_FOLDER = 'src|app|lib|server|public|static|assets|content|pages|templates?|views|prompts|migrations?';
function isDocs(path: string, base: string): boolean {
  if (TEXT_NAME.test(base)) return !CODE.test(base);
  const docs = /^((?:[^/]+\/)*?)docs?\//i.exec(path);
  const outer = docs ? (docs[1] ?? '') : path;
  return (docs ? DOC_ASSET : MARKUP).test(base) && !under(outer, RUNTIME_FOLDER);
}

const CODE = /\.(?:[cm]?[jt]sx?|py|rb|go|java|kts?|scala|cs|fs|php|rs|swift|ex|exs|c|cc|cpp|h|sh|snap)$/i;
const isTest = (path: string, base: string) =>
  under(path, 'tests?|__tests__|__mocks__|__snapshots__|testdata|e2e|cypress') ||
  (under(path, 'specs?') && CODE.test(base)) ||
  (CODE.test(base) &&
    /(?:[._-](?:test|spec)s?\.\w+|^test_.*\.py|^conftest\.py|(?:Tests?|Spec)\.(?:java|kt|cs|scala))$/.test(base)) ||
  /\.(?:test|spec)\.[cm]?[jt]sx?\.snap$/.test(base);

const DEV_CONFIG =
  /^(?:\.editorconfig|\.gitignore|\.gitkeep|\.(?:prettier|eslint|stylelint|markdownlint|mocha|nyc|c8|jshint|commitlint)\w*(?:[.-]\w+)*|(?:eslint|prettier|stylelint|jest|vitest|playwright|cypress|commitlint|stryker|karma|knip|biome)\.(?:config|conf)?\.?(?:[cm]?[jt]s|jsonc?)|tslint\.json|pytest\.ini|tox\.ini|\.flake8|\.pylintrc|mypy\.ini|\.?ruff\.toml|\.rubocop\.ya?ml|\.golangci\.ya?ml|\.coveragerc|\.?codecov\.ya?ml|\.env\.(?:test|development|dev|local|example|sample)|(?:test|dev|development)\.(?:json|ya?ml|toml|ini))$/i;
const isDevConfig = (path: string, base: string) =>
  DEV_CONFIG.test(base) || under(path, String.raw`\.vscode|\.idea|\.zed`);

const INFRA_FILE =
  /(?:\.(?:tf|tfvars|hcl|bicep)|\.asl\.json|^cdk(?:\.context)?\.json|^serverless\.(?:ya?ml|json|ts)|^samconfig\.(?:toml|ya?ml)|^(?:.*\.)?template\.(?:ya?ml|json)|^kustomization\.ya?ml|^chart\.ya?ml|^skaffold\.ya?ml|^fly\.toml|^pulumi\..*ya?ml)$/i;
const INFRA_FOLDER = String.raw`terraform|cdk|cloudformation|k8s|kubernetes|helm|infra|infrastructure|iac|ansible|pulumi|\.ebextensions`;
const isInfrastructure = (path: string, base: string) =>
  INFRA_FILE.test(base) ||
  under(path, INFRA_FOLDER) ||
  (under(path, 'charts?|deploy|deployments?|manifests') && /\.(?:ya?ml|json|tpl)$/i.test(base));

const isSchema = (path: string, base: string) =>
  under(path, 'migrations?|migrate|alembic|flyway|liquibase') ||
  /(?:\.prisma|^(?:schema|structure)\.(?:sql|rb)|^[VU]\d[\w.]*__.*\.sql)$/i.test(base);

const RUNTIME_CONFIG =
  /(?:\.(?:ya?ml|json[c5]?|toml|ini|cfg|conf|config|properties|env|plist)|^\.env.*|^(?:.*\.)?(?:docker|container)file(?:\..*)?|^procfile|^\.dockerignore|^\.nvmrc|^\.node-version|^\.tool-versions|^runtime\.txt)$/i;

/** Data that only say which features are on (003-13); code that reads them is source. */
const isFeatureFlag = (path: string, base: string) =>
  /\.(?:ya?ml|json[c5]?|toml|ini|properties)$/i.test(base) &&
  (/(?:^|[._-])(?:feature[._-]?)?(?:flags?|toggles?)(?=[._-])/i.test(base) ||
    under(path, 'feature[-_]?(?:flags?|toggles?)|flags|toggles'));

/** Words are found anywhere in the path: a false alarm asks for a person, a miss would not. `author` is no `auth`. */
const AUTH =
  /auth(?!or(?!i[sz]))|login|logout|logon|sign[-_]?(?:in|up|out)(?![a-z])|session|oidc|saml|(?<![a-z])(?:sso|iam|acl|mfa|rbac|csrf)(?![a-z])|jwt|permission|crypto|encrypt|passw(?:or)?d|security|credential|secrets?(?![a-z])/;
const PAYMENTS = /payment|payout|billing|checkout|charge|invoice|refund|stripe|paypal/;
