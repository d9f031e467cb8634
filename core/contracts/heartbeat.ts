/**
 * The metric by which a service's shift is known to have somebody who watches it. Whoever asks for a shift's status
 * sends 1; when that stops, the dead-man alarm on the deployment group makes CodeDeploy give the traffic back.
 */
export const HEARTBEAT = { namespace: 'Interlock', metric: 'ShiftHeartbeat', dimension: 'Service' } as const;
