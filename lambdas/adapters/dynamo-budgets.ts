import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EMPTY_RUN, emptyMonth, monthOf, type Books, type Step } from '../../core/budget/books.ts';
import { charge } from '../../core/budget/charge.ts';
import { entryOf } from '../../core/budget/entry-of.ts';
import { reserve } from '../../core/budget/reserve.ts';
import { settle } from '../../core/budget/settle.ts';
import { monthLedgerSchema, runLedgerSchema, type RunLedger } from '../../core/contracts/budget.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Budgets } from '../ports.ts';
import { storedDocument } from './stored-document.ts';
import { dynamoTable } from './dynamo-table.ts';
import { LOST, untilWon } from './until-won.ts';

/**
 * The ledgers in DynamoDB: one item a month, one a run, and each step of core/budget one transaction on the versions of
 * both, so that of two reservations at the same moment the second one is made on what the first one left.
 */
export function createDynamoBudgets(client: DynamoDBClient, options: { readonly table: string }): Budgets {
  const items = dynamoTable(client, options.table);
  const month = async (name: string) =>
    storedDocument(items, { pk: `BUDGET#${name}`, sk: 'MONTH' }, monthLedgerSchema, `budget of ${name}`);
  const run = async (releaseId: ReleaseId) =>
    storedDocument(items, { pk: `BUDGET#RUN#${releaseId}`, sk: 'RUN' }, runLedgerSchema, `budget of ${releaseId}`);

  const step = <R>(
    releaseId: ReleaseId,
    monthIn: (run: RunLedger) => string,
    next: (books: Books) => Step<R>,
  ): Promise<R> =>
    untilWon(`budget of ${releaseId}`, async () => {
      const ofRun = await run(releaseId);
      const runLedger = ofRun.document ?? EMPTY_RUN;
      const name = monthIn(runLedger);
      const ofMonth = await month(name);
      const before: Books = { month: ofMonth.document ?? emptyMonth(name), run: runLedger };
      const { books, result } = next(before);
      if (books.run === before.run) return result;
      const written = await items.transact([ofMonth.replaceBy(books.month), ofRun.replaceBy(books.run)]);
      return written === LOST ? LOST : result;
    });

  return {
    reserve: (releaseId, request, caps) =>
      step(
        releaseId,
        () => monthOf(request.at),
        (books) => reserve(books, request, caps),
      ),
    settle: (releaseId, id, actual) =>
      step(
        releaseId,
        (ofRun) => entryOf(ofRun, id).month,
        (books) => settle(books, id, actual),
      ),
    charge: (releaseId, charges) =>
      step(
        releaseId,
        () => monthOf(charges[0].at),
        (before) => {
          const books = charge(before, charges);
          return { books, result: books };
        },
      ),
    month: async (name) => (await month(name)).document ?? emptyMonth(name),
    run: async (releaseId) => (await run(releaseId)).document ?? EMPTY_RUN,
  };
}
