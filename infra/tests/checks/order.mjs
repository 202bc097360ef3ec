// What must be there first, by the graph that references and depends_on give Terraform. An apply that happens to go in the right
// order on one day is no proof: on a rebuilt region, or with more parallelism, it goes in another.
import { graphOf } from '../lib/graph.mjs';
import { armType } from '../lib/azure.mjs';
import { load } from '../lib/terraform.mjs';

export const name = 'order';
export const promise = 'the app, the environment and every data-plane resource wait for the roles, private endpoints, DNS links and ways out that they need';
export const after = ['syntax', 'schema', 'references', 'azapi', 'settings'];

const is = (...types) => ({ type }) => types.includes(type);
const azapi = (wanted) => ({ type, body }) => type === 'azapi_resource' && armType({ type, values: body }) === wanted;
const named = (type, ...names) => (resource) => resource.type === type && names.includes(resource.name);
/** Types that azurerm makes through the data side of a vault, account or store, and not through Resource Manager. */
const dataPlane = ({ type, body }) => /^azurerm_(key_vault_(secret|key|certificate)|app_configuration_(key|feature)|storage_(blob|queue|table|table_entity|share))$/.test(type)
  || type === 'azapi_data_plane_resource' || (type === 'azurerm_storage_container' && body.storage_account_id === undefined);

const rules = [
  {
    who: azapi('Microsoft.App/containerApps'),
    needs: [
      ['the roles of its identity: it pulls the image and reads secrets while it is made', named('azurerm_role_assignment', 'shared', 'regional')],
      ['the private endpoints: without them the vault, the registry and storage have no address that it can reach', is('azurerm_private_endpoint')],
      ['the DNS links: until then names of private endpoints lead to closed public doors', is('azurerm_private_dns_zone_virtual_network_link')],
      ['the container of the key ring', is('azurerm_storage_container')],
    ],
  },
  {
    who: is('azurerm_container_app_environment'),
    needs: [
      ['the NAT gateway on its subnet, which has no other way out', named('azurerm_subnet_nat_gateway_association', 'apps')],
      ['the address of the NAT gateway', is('azurerm_nat_gateway_public_ip_association')],
      ['the rules of its subnet', named('azurerm_subnet_network_security_group_association', 'apps')],
    ],
  },
  {
    who: is('azurerm_private_endpoint'),
    needs: [['the link of the zone that takes its record', is('azurerm_private_dns_zone_virtual_network_link')]],
  },
  {
    who: ({ type, body }) => type === 'azurerm_storage_account' && (body.customer_managed_key || body.dynamic?.customer_managed_key),
    needs: [['the role on the key that it encrypts with', named('azurerm_role_assignment', 'shared')]],
  },
  {
    who: azapi('Microsoft.ApiManagement/service/namedValues'),
    needs: [['the role on the vault that it reads from', named('azurerm_role_assignment', 'vault')]],
  },
  {
    who: azapi('Microsoft.DevOpsInfrastructure/pools'),
    needs: [
      ['the roles on the network that it joins', named('azurerm_role_assignment', 'agents')],
      ['the rules of its subnet', named('azurerm_subnet_network_security_group_association', 'management')],
      ['the NAT gateway on its subnet, which has no other way out', named('azurerm_subnet_nat_gateway_association', 'management')],
    ],
  },
  {
    who: dataPlane,
    needs: [
      ['a role on the data side: being an owner of the resource gives none', is('azurerm_role_assignment'), 'one of them'],
      ['the private endpoints: the data side has no public door', is('azurerm_private_endpoint')],
      ['the DNS links', is('azurerm_private_dns_zone_virtual_network_link')],
    ],
  },
];

export async function run(root) {
  const { modules } = await load(root);
  const problems = [];
  for (const environment of ['infra/environments/dev', 'infra/environments/prod']) {
    const { resources, reaches } = await graphOf(modules, environment);
    for (const { who, needs } of rules) {
      for (const resource of resources.filter(who)) {
        for (const [why, what, any] of needs) {
          const wanted = resources.filter(what);
          if (wanted.length === 0) problems.push(`${resource.where}: ${resource.type}.${resource.name} needs ${why}, and there is nothing of that kind`);
          if (any && wanted.some((other) => reaches(resource.id).has(other.id))) continue;
          for (const other of wanted) if (!reaches(resource.id).has(other.id)) problems.push(`${resource.where}: ${resource.type}.${resource.name} does not wait for ${other.type}.${other.name}: it needs ${why}`);
        }
      }
    }
    for (const resource of resources) if (reaches(resource.id).has(resource.id)) problems.push(`${resource.where}: ${resource.type}.${resource.name} waits for itself`);
  }
  return [...new Set(problems)];
}
