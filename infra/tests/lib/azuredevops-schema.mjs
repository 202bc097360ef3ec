// The provider microsoft/azuredevops has no typings on npm. These are the arguments and attributes of what infra/devops uses,
// as the documentation of the pinned version lists them: `name!` is required, an object is a block.
export const version = '1.16.0';

const check = ['project_id!', 'target_resource_id!', 'target_resource_type!', 'timeout'];
const policy = (settings) => [
  'project_id!', 'enabled', 'blocking',
  { 'settings!': [...settings, { 'scope!': ['repository_id', 'repository_ref', 'match_type'] }] },
];

const table = {
  resource: {
    agent_queue: { takes: ['project_id!', 'name', 'agent_pool_id'] },
    branch_policy_build_validation: {
      takes: policy([
        'build_definition_id!', 'display_name!', 'manual_queue_only', 'queue_on_source_update_only', 'valid_duration', 'filename_patterns',
      ]),
    },
    branch_policy_min_reviewers: {
      takes: policy([
        'reviewer_count!', 'submitter_can_vote', 'last_pusher_cannot_approve', 'allow_completion_with_rejects_or_waits',
        'on_push_reset_approved_votes', 'on_push_reset_all_votes', 'on_each_iteration_require_vote', 'on_last_iteration_require_vote',
      ]),
    },
    build_definition: {
      takes: [
        'project_id!', 'name!', 'path', 'variable_groups', 'agent_pool_name', 'agent_specification', 'queue_status',
        'job_authorization_scope',
        {
          'repository!': [
            'repo_id!', 'repo_type!', 'yml_path', 'branch_name', 'service_connection_id', 'github_enterprise_url', 'url',
            'report_build_status',
          ],
          ci_trigger: ['use_yaml'],
          pull_request_trigger: ['use_yaml', 'initial_branch', 'comment_required', { 'forks!': ['enabled!', 'share_secrets!'] }],
          variable: ['name!', 'value', 'secret_value', 'is_secret', 'allow_override'],
          features: ['skip_first_run'],
        },
      ],
      gives: ['revision'],
    },
    check_approval: { takes: [...check, 'approvers!', 'instructions', 'minimum_required_approvers', 'requester_can_approve'], gives: ['version'] },
    check_branch_control: {
      takes: [...check, 'display_name!', 'allowed_branches', 'verify_branch_protection', 'ignore_unknown_protection_status'],
      gives: ['version'],
    },
    check_exclusive_lock: { takes: check, gives: ['version'] },
    check_required_template: {
      takes: [
        'project_id!', 'target_resource_id!', 'target_resource_type!',
        { 'required_template!': ['template_path!', 'repository_name!', 'repository_ref!', 'repository_type'] },
      ],
      gives: ['version'],
    },
    environment: { takes: ['project_id!', 'name!', 'description'] },
    extension: { takes: ['publisher_id!', 'extension_id!', 'disabled', 'version'], gives: ['extension_name', 'publisher_name', 'scope'] },
    group: {
      takes: ['scope', 'origin_id', 'mail', 'display_name', 'description', 'members'],
      gives: ['url', 'origin', 'subject_kind', 'domain', 'principal_name', 'descriptor', 'group_id'],
    },
    pipeline_authorization: { takes: ['project_id!', 'resource_id!', 'type!', 'pipeline_id', 'pipeline_project_id'] },
    project_pipeline_settings: {
      takes: [
        'project_id!', 'enforce_job_scope', 'enforce_job_scope_for_release', 'enforce_referenced_repo_scoped_token',
        'enforce_settable_var', 'publish_pipeline_metadata', 'status_badges_are_private',
      ],
    },
    securityrole_assignment: { takes: ['scope!', 'resource_id!', 'identity_id!', 'role_name!'] },
    service_principal_entitlement: {
      takes: ['origin_id!', 'origin', 'account_license_type', 'licensing_source'], gives: ['descriptor', 'display_name'],
    },
    serviceendpoint_azurerm: {
      takes: [
        'project_id!', 'service_endpoint_name!', 'azurerm_spn_tenantid!', 'service_endpoint_authentication_scheme',
        'azurerm_subscription_id', 'azurerm_subscription_name', 'azurerm_management_group_id', 'azurerm_management_group_name',
        'environment', 'server_url', 'description', 'resource_group',
        { credentials: ['serviceprincipalid!', 'serviceprincipalkey', 'serviceprincipalcertificate'], features: ['validate'] },
      ],
      gives: ['service_principal_id', 'workload_identity_federation_issuer', 'workload_identity_federation_subject'],
    },
    variable_group: {
      takes: [
        'project_id!', 'name!', 'description', 'allow_access',
        {
          'variable!': ['name!', 'value', 'secret_value', 'is_secret'],
          key_vault: ['name!', 'service_endpoint_id!', 'search_depth'],
        },
      ],
    },
  },
  data: {
    agent_queue: { takes: ['project_id!', 'name!'], gives: ['agent_pool_id'] },
    git_repository: { takes: ['project_id!', 'name!'], gives: ['url', 'ssh_url', 'web_url', 'remote_url', 'size', 'default_branch', 'disabled'] },
    project: {
      takes: ['name', 'project_id'],
      gives: ['description', 'visibility', 'version_control', 'work_item_template', 'process_template_id', 'features'],
    },
    users: { takes: ['principal_name', 'subject_types', 'origin', 'origin_id'], gives: ['users'] },
  },
};

/** The schema of a resource or data source in the form of provider-schema.mjs, or null when the table has none of that name. */
export function schemaOf(kind, type) {
  const entry = table[kind]?.[type.replace(/^azuredevops_/, '')];
  if (!entry) return null;
  const attributes = expand(entry.takes);
  return { attributes, exported: new Set(['id', ...attributes.keys(), ...(entry.gives ?? [])].map(camel)) };
}

function expand(takes) {
  const attributes = new Map();
  for (const item of takes) {
    const blocks = typeof item === 'object' ? Object.entries(item) : [[item, null]];
    for (const [written, inner] of blocks) {
      attributes.set(written.replace('!', ''), {
        required: written.endsWith('!'), isBlock: inner !== null, list: inner !== null, block: inner && expand(inner),
      });
    }
  }
  return attributes;
}

const camel = (snake) => snake.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
