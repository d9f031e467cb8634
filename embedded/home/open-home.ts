import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { AuditRecord } from '../../core/contracts/audit-record.ts';
import type { Settings, Ports } from '../../lambdas/ports.ts';
import { createReviewer } from '../../lambdas/adapters/create-reviewer.ts';
import { jsonLogger, type Logger } from '../../lambdas/kit/logger.ts';
import type { ScaledClock } from '../scaled-clock.ts';
import { openDatabase } from '../store/database.ts';
