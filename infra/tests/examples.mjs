// Values that each validated variable takes and refuses. A pair [value, others] gives values to the other variables that the
// validation looks at. Every validation block must refuse at least one of them.

const id = '0a1b2c3d-0000-4000-8000-00000000000f';
const guid = { accepted: [id], refused: ['', id.toUpperCase(), `{${id}}`, id.slice(1), `${id} `] };
const digest = `sha256:${'0'.repeat(64)}`;
const backup = {
  accepted: [null, { base_url: 'https://backup.example', name: 'backup' }, { base_url: 'https://backup.example', name: '2'.repeat(32) }],
  refused: [
    { base_url: 'http://backup.example', name: 'backup' }, { base_url: 'https://backup.example/v2', name: 'backup' },
    { base_url: 'https://backup.example', name: 'riskshield' }, { base_url: 'https://backup.example', name: 'Backup' },
    { base_url: 'https://backup.example', name: '' }, { base_url: 'https://backup.example', name: 'b'.repeat(33) },
  ],
};
const base = { accepted: ['https://api.riskshield.com'], refused: ['http://api.riskshield.com', 'https://api.riskshield.com/', 'https://api.riskshield.com/v1', 'api.riskshield.com'] };
const organisation = { accepted: ['https://dev.azure.com/finsure'], refused: ['https://dev.azure.com/finsure/', 'https://finsure.visualstudio.com', 'http://dev.azure.com/finsure', 'https://dev_azure.com/x'] };
const ranges = { accepted: [[], ['196.25.1.0/24', '10.0.0.1/32']], refused: [['196.25.1.0'], ['196.25.1.0/33'], ['finsure.example'], ['10.0.0.0/24', '']] };
const caller = { lower: 'bank-a', wrong: ['Bank', 'bank_a', '-bank', 'bank--a', 'b'.repeat(41)] };
const origin = (priority, location = 'southafricanorth') => ({ host_name: 'ca.example', priority, environment_id: '/x', private_link_location: location });
const needsNetwork = { accepted: [[true, { network_enabled: true }], [false, { network_enabled: false }]], refused: [[true, { network_enabled: false }]] };
const agents = { organisation_url: 'https://dev.azure.com/finsure', project: 'finrisk', network_principal_id: id };
const entra = (...allowed) => ({ client_id: id, allowed_callers: allowed });

export const examples = {
  'infra/bootstrap': {
    subscription_id: guid,
    tenant_id: guid,
    environments: { accepted: [{ dev: { subscription_id: id } }, { dev: { subscription_id: id }, prod: { subscription_id: id } }], refused: [{}, { test: { subscription_id: id } }, { Dev: { subscription_id: id } }] },
    api_callers: {
      accepted: [[{}, { environments: {} }], [{ prod: [id] }, { environments: { prod: { subscription_id: id } } }]],
      refused: [[{ prod: [id] }, { environments: { dev: { subscription_id: id } } }]],
    },
  },
  'infra/devops': {
    subscription_id: guid,
    organisation_url: organisation,
    approval_days: { accepted: [1, 6], refused: [0, 7] },
    approvers: { accepted: [['a@x.example', 'b@x.example']], refused: [[], ['a@x.example'], ['a@x.example', 'a@x.example']] },
    repository: {
      accepted: [{ type: 'TfsGit', name: 'finrisk' }, { type: 'GitHub', name: 'finsure/finrisk', service_connection_id: id }],
      refused: [{ type: 'Bitbucket', name: 'finrisk' }, { type: 'GitHub', name: 'finsure/finrisk' }, { type: 'TfsGit', name: 'finrisk', service_connection_id: id }],
    },
    settings: { accepted: [{}, { dev: { runbookUrl: 'https://x.example' } }], refused: [{ test: {} }, { dev: { runbookUrl: '' } }] },
  },
  'infra/environments/dev': { subscription_id: guid },
  'infra/environments/prod': {
    subscription_id: guid,
    allowed_ip_ranges: { accepted: [['196.25.1.0/24']], refused: [[]] },
    entra: { accepted: [entra(id)], refused: [entra()] },
    secondary_location: { accepted: ['none', 'northeurope'], refused: ['southafricawest', '', 'eastus'] },
  },
  'infra/modules/agents': {
    name: { accepted: ['finrisk-prod-san'], refused: ['x', 'Finrisk', '1finrisk', 'finrisk-', 'f'.repeat(24)] },
    pool_name: { accepted: ['finrisk-prod', 'A.b-9'], refused: ['-finrisk', 'finrisk-', 'ab', 'f'.repeat(45), 'fin risk'] },
    organisation_url: organisation,
    maximum: { accepted: [1, 14], refused: [0, 15] },
  },
  'infra/modules/alerts': {
    availability_url: { accepted: [null, 'https://x.example/health/ready'], refused: ['http://x.example', ''] },
    budget: { accepted: [{ subscription_id: id, environment: 'dev', amount: 1 }], refused: [{ subscription_id: id, environment: 'dev', amount: 0 }, { subscription_id: id, environment: 'dev', amount: -5 }] },
    email_addresses: { accepted: [{ duty: 'duty@finsure.example' }], refused: [{}, { duty: 'duty' }, { duty: 'duty@finsure' }, { a: 'a@x.example', b: 'b c@x.example' }] },
    runbook_url: { accepted: ['https://wiki.example/runbook.md'], refused: ['http://wiki.example/runbook.md', 'https://wiki.example/runbook.md#log-cap', 'runbook.md'] },
    short_name: { accepted: ['finrisk-prod'], refused: ['', 'finrisk-produ'] },
  },
  'infra/modules/api-management': {
    name: { accepted: ['apim-finrisk-dev-san-1a2b3'], refused: ['a', '1apim', 'apim-', 'a'.repeat(51)] },
    backend_url: base,
    callers: { accepted: [{ [caller.lower]: 60 }], refused: [{}, { [caller.lower]: 0 }, ...caller.wrong.map((name) => ({ [name]: 60 }))] },
    publisher_email: { accepted: ['api@finsure.example'], refused: ['api', 'api@finsure', ''] },
    sku: { accepted: ['Basic', 'Premium'], refused: ['basic', 'Consumption', 'BasicV2'] },
  },
  'infra/modules/app': {
    name: { accepted: ['ca-finrisk-prod-san', 'ca'], refused: ['c', 'CA-finrisk', '1ca', 'ca-', 'c'.repeat(33)] },
    image: { accepted: [`cr.azurecr.io/finrisk@${digest}`, `cr.azurecr.io/a/b_c@${digest}`], refused: ['cr.azurecr.io/finrisk:latest', 'cr.azurecr.io/finrisk', `finrisk@${digest}`, `cr.azurecr.io/finrisk@${digest}0`, `cr.azurecr.io/finrisk:1@${digest}`] },
    cpu: { accepted: [0.5, 1, 4], refused: [0.25, 3, 0] },
    min_replicas: { accepted: [1, 1000], refused: [0, 1001] },
    max_replicas: { accepted: [[3, { min_replicas: 3 }], [1000, { min_replicas: 1 }]], refused: [[2, { min_replicas: 3 }], [1001, { min_replicas: 1 }]] },
    allowed_ip_ranges: ranges,
    callers: { accepted: [['pipeline'], ['pipeline', caller.lower]], refused: [[], ...caller.wrong.map((name) => [name])] },
    entra: { accepted: [null, { tenant_id: id, ...entra(id) }], refused: [{ tenant_id: id, ...entra() }] },
    partition_count: { accepted: [null, 1, 4, 16], refused: [0, 17, 2.5] },
    vault_uri: { accepted: ['https://kv.vault.azure.net/'], refused: ['https://kv.vault.azure.net', 'http://kv.vault.azure.net/'] },
    vendor_base_url: base,
    backup,
  },
  'infra/modules/app-configuration': { name: { accepted: ['appcs-finrisk-prod-san-1a2b3'], refused: ['appc', '-appcs', 'appcs-', 'Appcs', 'a'.repeat(51)] } },
  'infra/modules/diagnostics': { targets: { accepted: [{}, { a: { id: '/x' } }, { a: { id: '/x', logs: false } }], refused: [{ a: { id: '/x', logs: false, metrics: false } }, { a: { id: '/x' }, b: { id: '/y', logs: false, metrics: false } }] } },
  'infra/modules/durable-task-scheduler': {
    name: { accepted: ['dts-finrisk-prod-san-1a2b3'], refused: ['dt', 'DTS', 'd'.repeat(65)] },
    task_hub: { accepted: ['finrisk'], refused: ['fr', 'Finrisk', 'fin_risk'] },
    capacity_units: { accepted: [null, 1, 3], refused: [0, 4, 1.5] },
  },
  'infra/modules/environment': { zone_redundant: { accepted: [[true, { subnet_id: '/x' }], [false, { subnet_id: null }]], refused: [[true, { subnet_id: null }]] } },
  'infra/modules/front-door': {
    origins: {
      accepted: [{ primary: origin(1) }, { primary: origin(1), secondary: origin(2, 'northeurope') }],
      refused: [{ primary: origin(1), secondary: origin(1) }, { primary: origin(1, 'southafricawest') }],
    },
    rate_limit_per_minute: { accepted: [10, 120000, 1000000], refused: [9, 1000001] },
  },
  'infra/modules/naming': {
    workload: { accepted: ['finrisk', 'abc'], refused: ['fr', 'finrisk-a', 'finriskab', 'Finrisk', 'fin2'] },
    environment: { accepted: ['dev', 'prod'], refused: ['test', 'Prod', ''] },
    location: { accepted: ['southafricanorth', 'westeurope'], refused: ['South Africa North', 'eastus'] },
    subscription_id: guid,
    owner: { accepted: ['finrisk-team'], refused: ['', '  '] },
    cost_centre: { accepted: ['finrisk-dev'], refused: ['', ' '] },
  },
  'infra/modules/network': { address_space: { accepted: ['10.40.0.0/22', '10.0.0.0/24'], refused: ['10.40.0.0/25', '10.40.0.0/33', '10.40.0/22'] } },
  'infra/modules/observability': {
    daily_quota_gb: { accepted: [0.5, 50, 500], refused: [0.4, 501] },
    retention_days: { accepted: [30, 730], refused: [29, 731] },
    storage_accounts: { accepted: [['stfinriskprodsan1a2b3']], refused: [[]] },
  },
  'infra/modules/redis': { sku: { accepted: ['Balanced_B0', 'MemoryOptimized_M10'], refused: ['Premium_P1', 'Standard', 'Balanced_B', 'Balanced_B1 '] } },
  'infra/modules/registry': {
    name: { accepted: ['crfinriskprodsan1a2b3'], refused: ['cr-finrisk', 'crfi', 'CRfinrisk', 'c'.repeat(51)] },
    replica_location: { accepted: [[null, { private: false }], ['northeurope', { private: true }]], refused: [['northeurope', { private: false }]] },
  },
  'infra/modules/stack': {
    environment: { accepted: ['dev', 'prod'], refused: ['test', 'production'] },
    tenant_id: guid,
    image_digest: { accepted: ['none', digest], refused: ['', 'latest', 'sha256:abc', `finrisk@${digest}`, digest.toUpperCase()] },
    image_repository: { accepted: ['finrisk', 'team/fin-risk'], refused: ['finrisk:1', 'finrisk/', 'Finrisk', `finrisk@${digest}`] },
    allowed_ip_ranges: { ...ranges, refused: [...ranges.refused, ['0.0.0.0/0']] },
    callers: { accepted: [['pipeline'], ['bank', 'pipeline']], refused: [[], ['bank']] },
    secondary: {
      accepted: [
        [null, { location: 'southafricanorth', address_space: '10.40.0.0/22', front_door_enabled: false }],
        [{ location: 'northeurope', address_space: '10.41.0.0/22' }, { location: 'southafricanorth', address_space: '10.40.0.0/22', front_door_enabled: true }],
      ],
      refused: [
        [{ location: 'southafricanorth', address_space: '10.41.0.0/22' }, { location: 'southafricanorth', address_space: '10.40.0.0/22', front_door_enabled: true }],
        [{ location: 'northeurope', address_space: '10.40.0.0/22' }, { location: 'southafricanorth', address_space: '10.40.0.0/22', front_door_enabled: true }],
        [{ location: 'northeurope', address_space: '10.41.0.0/22' }, { location: 'southafricanorth', address_space: '10.40.0.0/22', front_door_enabled: false }],
      ],
    },
    front_door_enabled: { accepted: [[true, { private: true }], [false, { private: false }]], refused: [[true, { private: false }]] },
    vendor_base_url: base,
    backup,
    agents: {
      accepted: [[null, { network_enabled: false, private: false }], [agents, { network_enabled: true, private: true }]],
      refused: [[agents, { network_enabled: false, private: false }], [null, { network_enabled: true, private: true }]],
    },
    api_management: {
      accepted: [[null, { enable_api_management: false }], [{ publisher_email: 'a@x.example', callers: { bank: 60 } }, { enable_api_management: true }]],
      refused: [[null, { enable_api_management: true }]],
    },
  },
  'infra/modules/stamp': {
    durable_backend: { accepted: ['storage', 'scheduler'], refused: ['mssql', 'Storage'] },
    management_enabled: needsNetwork,
    private: needsNetwork,
    static_egress: needsNetwork,
    zone_redundant: needsNetwork,
  },
  'infra/modules/storage': {
    name: { accepted: ['stfinriskprodsan1a2b3'], refused: ['st', 'st-finrisk', 'STfinrisk', 's'.repeat(25)] },
    keyring_container: { accepted: ['keyring', 'key-ring'], refused: ['kr', 'Keyring', 'key--ring', '-keyring', 'k'.repeat(64)] },
  },
  'infra/modules/vault': {
    name: { accepted: ['kvfinriskprodsan1a2b3'], refused: ['kv', '1kvfinrisk', 'kvfinrisk-', 'k'.repeat(25)] },
    secret_max_validity_days: { accepted: [30, 90, 365], refused: [29, 366] },
    trusted_services: { accepted: [[false, { storage_key_name: null }], [true, { storage_key_name: 'storage' }]], refused: [[false, { storage_key_name: 'storage' }]] },
  },
};
