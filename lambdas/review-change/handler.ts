import { createHash } from 'node:crypto';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { ReviewReport } from '../../core/contracts/review-report.ts';
import { reviewPrompt } from '../../core/review/review-prompt.ts';
import { reviewReportOf } from '../../core/review/review-report-of.ts';
import { releaseContext, type ReleaseContext } from '../kit/release-context.ts';
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
    return { status: report.kind };
  };

async function review(deps: Deps, { release, evidence, settings }: ReleaseContext): Promise<ReviewReport> {
  const { reviewer, thresholds } = settings.config;
  const { prompt, coverage } = reviewPrompt({
    diff: (await evidence.diff()) ?? '',
    title: release.change.title,
    description: release.change.description,
    signals: (await evidence.get('change')).signals,
    nonce: sha256(deps.linkSigner.sign(`review ${release.releaseId}`)).slice(0, 32),
    maxCharacters: reviewer.maxDiffCharacters,
    maxTokens: reviewer.maxTokens,
  });
  const answer =
    release.stop === null
      ? await deps.reviewer.ask(prompt)
      : { kind: 'UNAVAILABLE' as const, why: 'the release was stopped' };
  return reviewReportOf(answer, coverage, {
    promptHash: `sha256:${sha256(prompt.system)}`,
    riskScoreMax: thresholds.riskScoreMax,
  });
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
