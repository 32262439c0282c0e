import type { Deployment } from '../deployment.ts';
import { argumentsOf, type LaunchCommand } from './command.ts';

/** Images that hold the engines, as their projects publish them. */
const images: Readonly<Partial<Record<Deployment['engine']['name'], string>>> = {
  vllm: 'vllm/vllm-openai:latest',
  sglang: 'lmsysorg/sglang:latest',
  'llama.cpp': 'ghcr.io/ggml-org/llama.cpp:server-cuda',
};

/** A pod with a service for Kubernetes, on one machine. */
export function kubernetesManifest({ cluster, engine }: Deployment, command: LaunchCommand): string {
  const environment = Object.entries(command.environment);
  const [program = '', ...rest] = argumentsOf(command);
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: pith-infer',
    'spec:',
    '  replicas: 1',
    '  selector:',
    '    matchLabels: {app: pith-infer}',
    '  template:',
    '    metadata:',
    '      labels: {app: pith-infer}',
    '    spec:',
    '      containers:',
    '        - name: engine',
    `          image: ${images[engine.name]}`,
    `          command: [${JSON.stringify(program)}]`,
    '          args:',
    ...rest.map((argument) => `            - ${JSON.stringify(argument)}`),
    ...(environment.length === 0
      ? []
      : [
          '          env:',
          ...environment.map(
            ([name, value]) => `            - {name: ${name}, value: ${JSON.stringify(value)}}`,
          ),
        ]),
    '          ports:',
    '            - containerPort: 8000',
    '          resources:',
    '            limits:',
    `              nvidia.com/gpu: ${cluster.perNode}`,
    '          # The first answer of a long context takes minutes: ask whether the server lives, not whether it is quick.',
    '          readinessProbe:',
    '            httpGet: {path: /health, port: 8000}',
    '            periodSeconds: 10',
    '            timeoutSeconds: 30',
    '            failureThreshold: 180',
    '          volumeMounts:',
    '            - {name: shm, mountPath: /dev/shm}',
    '      volumes:',
    '        - name: shm',
    '          emptyDir: {medium: Memory, sizeLimit: 16Gi}',
    '---',
    'apiVersion: v1',
    'kind: Service',
    'metadata:',
    '  name: pith-infer',
    'spec:',
    '  selector: {app: pith-infer}',
    '  ports:',
    '    - {port: 8000, targetPort: 8000}',
    '',
  ].join('\n');
}
