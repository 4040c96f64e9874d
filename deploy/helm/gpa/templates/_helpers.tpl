{{- define "gpa.name" -}}
{{- $both := printf "%s-%s" .Release.Name .Chart.Name -}}
{{- ternary .Release.Name $both (contains .Chart.Name .Release.Name) | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{- define "gpa.labels" -}}
app.kubernetes.io/part-of: gpa
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "gpa.selector" -}}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .stage }}
{{- end }}

{{- define "gpa.image" -}}
{{ .root.Values.image.repository }}/{{ .stage }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "gpa.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "gpa.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- /* Secrets by reference, and a soft limit of memory a little below the hard one. */ -}}
{{- define "gpa.env" -}}
- {name: GPA_CONFIG, value: /etc/gpa/gpa.yaml}
- {name: GPA_HTTP_LISTEN, value: "0.0.0.0:8080"}
- {name: GOMEMLIMIT, value: {{ printf "%dMiB" (div (mul (int .memoryMi) 9) 10) }}}
- name: GPA_SALT
  valueFrom: {secretKeyRef: {name: {{ .root.Values.secret.name }}, key: {{ .root.Values.secret.saltKey }}}}
- name: GPA_POSTGRES_URL
  valueFrom: {secretKeyRef: {name: {{ .root.Values.secret.name }}, key: {{ .root.Values.secret.postgresURLKey }}}}
{{- with .root.Values.env }}
{{ toYaml . }}
{{- end }}
{{- end }}
