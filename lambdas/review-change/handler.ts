import { createHash } from 'node:crypto';
import { askedCaps } from '../../core/budget/asked-caps.ts';
import { capsOf } from '../../core/budget/caps.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { ReviewReport } from '../../core/contracts/review-report.ts';
import { fittingPrompt } from '../../core/review/fitting-prompt.ts';
import { reviewReportOf } from '../../core/review/review-report-of.ts';
import { releaseContext, type ReleaseContext } from '../kit/release-context.ts';
import { askWithinBudget } from './ask-within-budget.ts';
import { budgetWord } from './budget-word.ts';
import type { Deps } from './deps.ts';

/** Asks the reviewer once. It advises: its report can ask for a person and nothing else (000-17, K2). */
export const createHandler =
  (deps: Deps) =>
  async ({ releaseId }: { releaseId: ReleaseId }) => {
    const context = await releaseContext(deps, releaseId, 'evidence');
    const { evidence, record } = context;
    let report = await evidence.find('review');
    if (report === null) {
      report = await review(deps, context);
      await evidence.put('review', report);
    }
    const budget = await budgetWord(deps, context);
    await record({
      key: 'review.ended',
      event: 'review.ended',
      rationale: report.kind === 'UNAVAILABLE' ? report.why : report.answer.rationale,
      riskScore: report.kind === 'UNAVAILABLE' ? null : report.answer.risk_score,
      payload:
        report.kind === 'UNAVAILABLE'
          ? { status: report.kind, coverage: report.coverage }
          : {
              status: report.kind,
              model: report.model,
              promptHash: report.promptHash,
              coverage: report.coverage,
              inputTokens: report.inputTokens,
              outputTokens: report.outputTokens,
              answer: report.answer,
            },
    });
    return { status: report.kind, budget };
  };

async function review(deps: Deps, context: ReleaseContext): Promise<ReviewReport> {
  const { release, evidence, settings } = context;
  const { reviewer, thresholds, budgets } = settings.config;
  const change = await evidence.get('change');
  const caps = capsOf(budgets, 'code-reviewer', askedCaps(change.trailers));
  const { prompt, coverage } = fittingPrompt(
    {
      diff: (await evidence.diff()) ?? '',
      title: release.change.title,
      description: release.change.description,
      signals: change.signals,
      nonce: sha256(deps.linkSigner.sign(`review ${release.releaseId}`)).slice(0, 32),
      maxCharacters: reviewer.maxDiffCharacters,
      maxTokens: reviewer.maxTokens,
    },
    caps.taskTokens,
  );
  const answer =
    release.stop === null
      ? await askWithinBudget(deps, context, prompt, caps)
      : { kind: 'UNAVAILABLE' as const, why: 'the release was stopped' };
  return reviewReportOf(answer, coverage, {
    promptHash: `sha256:${sha256(prompt.system)}`,
    riskScoreMax: thresholds.riskScoreMax,
  });
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
