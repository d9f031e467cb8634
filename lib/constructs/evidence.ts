import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Step } from './step.ts';

/** Documents of a release as lambdas/kit/evidence.ts names them. */
export type Document =
  | 'diff.patch'
  | 'change.json'
  | 'issue.json'
  | 'gates.json'
  | 'review.json'
  | 'facts.json'
  | 'verdict.json'
  | 'shift-*.json'
  | 'incident.json';

const PER_RELEASE = 'Keys begin with the id of a release or a build, which is made at run time.';

/** What a decision was made from: diffs, reports, facts, measurements; and the artifacts that gates built. */
export class Evidence extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const house = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    };
    const log = new Bucket(this, 'AccessLog', { ...house, lifecycleRules: [{ expiration: Duration.days(400) }] });
    Validations.of(log).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It is the access log; logging into itself would never end.',
    });
    this.bucket = new Bucket(this, 'Bucket', {
      ...house,
      versioned: true,
      // The library's own types do not fit exactOptionalPropertyTypes.
      serverAccessLogsBucket: log as IBucket,
      serverAccessLogsPrefix: 'evidence/',
      // Evidence itself is kept. A version that was written over holds the same content or was never read.
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(90), abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
    });
  }

  /** Reads documents of any release. Listing makes a missing document a 404 and not a denial. */
  grantRead(step: Step, documents: readonly (Document | '*')[] = ['*']): void {
    step.env({ EVIDENCE_BUCKET: this.bucket.bucketName });
    step.allow(['s3:ListBucket'], [this.bucket.bucketArn]);
    step.allow(
      ['s3:GetObject'],
      documents.map((name) => this.arn(`releases/*/${name}`)),
      { because: PER_RELEASE },
    );
  }

  grantWrite(step: Step, documents: readonly Document[]): void {
    if (documents.length === 0) return;
    step.allow(
      ['s3:PutObject'],
      documents.map((name) => this.arn(`releases/*/${name}`)),
      { because: PER_RELEASE },
    );
  }

  /** Reads what gates built, to publish it. */
  grantReadArtifacts(step: Step): void {
    step.allow(['s3:GetObject'], [this.arn('builds/*/artifact.zip')], { because: PER_RELEASE });
  }

  /** Says to a build what it is for. */
  grantRequestBuild(step: Step): void {
    step.allow(['s3:PutObject'], [this.arn('builds/*/request.json')], { because: PER_RELEASE });
  }

  /** Reads what builds report; a report that is missing must read as missing and not as denied. */
  grantReadReport(step: Step): void {
    step.env({ EVIDENCE_BUCKET: this.bucket.bucketName });
    step.allow(['s3:ListBucket'], [this.bucket.bucketArn]);
    step.allow(['s3:GetObject'], [this.arn('builds/*/gates.json')], { because: PER_RELEASE });
  }

  arn(key: string): string {
    return this.bucket.arnForObjects(key);
  }
}
