#!/usr/bin/env node
// A Lambda function on a custom runtime: it hands each event to the test's script server and does what that says. On the
// emulator only a custom runtime can end with an error of its own name (docs/e2e-aws.md).
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
const functionName = process.env.SCRIPT_NAME;
const post = (url, value) => fetch(url, { method: 'POST', body: JSON.stringify(value) });

async function serve() {
  const next = await fetch(`${api}/next`);
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const answer = await post(process.env.SCRIPT_URL, { functionName, payload: await next.json() });
  const outcome = await answer.json();
  await post(`${api}/${id}/${'errorType' in outcome ? 'error' : 'response'}`, outcome.payload ?? outcome);
}

async function main() {
  for (;;) await serve();
}

void main();
