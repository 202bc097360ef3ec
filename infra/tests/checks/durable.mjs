// One backend of Durable in four places: Terraform, pipeline, image and app. An image without the package of the backend that its
// settings name does not start.
import { parseDocument } from 'yaml';
import { read } from '../lib/report.mjs';

export const name = 'durable';
export const promise = 'Terraform, pipeline, Dockerfile and app mean the same Durable backend, and know the same ones';

/** What the check reads outside infra/ and .azure-pipelines/. */
export const imageFiles = ['FinRisk.Functions/Dockerfile', 'FinRisk.Functions/FinRisk.Functions.csproj'];

const stamp = 'infra/modules/stamp/variables.tf';
const main = '.azure-pipelines/azure-pipelines.yml';
const settings = 'infra/modules/app/settings.tf';

export async function run(root) {
 const problems = [];
 const [dockerfile, app] = imageFiles.map((file) => read(root, file));
 const known = [.../contains\(\[([^\]]*)\], var\.durable_backend\)/.exec(read(root, stamp))?.[1].matchAll(/"(\w+)"/g) ?? []].map(([, value]) => value).join(', ');
 const same = (where, values) => { if (values !== known) problems.push(`${where} knows ${values || 'no backend'}, not Terraform's ${known}`); };

 const parameter = (file) => parseDocument(read(root, file)).toJS().parameters?.find((item) => item.name === 'durableBackend') ?? {};
 for (const file of [main, '.azure-pipelines/stages/build.yml', '.azure-pipelines/stages/verify.yml', '.azure-pipelines/steps/image.yml']) {
   same(`${file}: durableBackend`, parameter(file).values?.join(', '));
 }
 same(`${imageFiles[1]}: CheckDurableBackend`, [...app.matchAll(/'\$\(DurableBackend\)' != '(\w+)'/g)].map(([, value]) => value).join(', '));

 const built = {
   [main]: parameter(main).default,
   '.azure-pipelines/pull-request.yml': /durableBackend: (\w+)/.exec(read(root, '.azure-pipelines/pull-request.yml'))?.[1],
 };
 for (const environment of ['dev', 'prod']) {
   const file = `infra/environments/${environment}/main.tf`;
   const wanted = /^\s*durable_backend\s*=\s*"(\w+)"/m.exec(read(root, file))?.[1];
   for (const [pipeline, backend] of Object.entries(built)) if (backend !== wanted) problems.push(`${pipeline}: durableBackend is ${backend}, but ${file} says ${wanted}`);
 }

 const defaults = [...dockerfile.matchAll(/^ARG DURABLE_BACKEND=(\w+)$/gm)].map(([, value]) => value);
 const fallback = /'\$\(DurableBackend\)' == ''">(\w+)</.exec(app)?.[1];
 if (defaults.length === 0 || defaults.some((value) => value !== fallback)) problems.push(`${imageFiles[0]}: DURABLE_BACKEND is ${defaults.join(', ')} by default, but ${imageFiles[1]} says ${fallback}`);

 for (const key of ['hubName', 'storageProvider__type', 'storageProvider__connectionStringName']) {
   if (!read(root, settings).includes(`"AzureFunctionsJobHost__extensions__durableTask__${key}"`)) problems.push(`${settings}: no setting AzureFunctionsJobHost__extensions__durableTask__${key}`);
 }
 return problems;
}
