// Kusto's own language service, with the columns of the tables that the queries read (Microsoft's reference of Azure Monitor
// tables). Only columns that the reference names: one that is missing here is a reason to look it up, not to guess.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { fileURLToPath } from 'node:url';

const standard = 'TenantId:string, TimeGenerated:datetime, Type:string, SourceSystem:string, _ResourceId:string, _SubscriptionId:string, _IsBillable:string, _BilledSize:real';
const telemetry = 'AppRoleInstance:string, AppRoleName:string, AppVersion:string, ClientBrowser:string, ClientCity:string, ClientCountryOrRegion:string, ClientIP:string, ClientModel:string, '
  + 'ClientOS:string, ClientStateOrProvince:string, ClientType:string, IKey:string, ItemCount:int, OperationId:string, OperationName:string, ParentId:string, Properties:dynamic, '
  + 'ReferencedItemId:string, ReferencedType:string, ResourceGUID:string, SDKVersion:string, SessionId:string, SyntheticSource:string, UserAccountId:string, UserAuthenticatedId:string, UserId:string';
const storage = 'AccountName:string, AuthenticationHash:string, AuthenticationType:string, AuthorizationDetails:dynamic, CallerIpAddress:string, Category:string, ClientRequestId:string, '
  + 'ContentLengthHeader:long, CorrelationId:string, DurationMs:real, Etag:string, LastModifiedTime:datetime, Location:string, MetricResponseType:string, ObjectKey:string, OperationCount:int, '
  + 'OperationName:string, OperationVersion:string, Protocol:string, RequestBodySize:long, RequesterAppId:string, RequesterObjectId:string, RequesterTenantId:string, RequesterUpn:string, '
  + 'ResponseBodySize:long, ServerLatencyMs:real, ServiceType:string, StatusCode:string, StatusText:string, TlsVersion:string, Uri:string, UserAgentHeader:string';

const tables = {
  AppAvailabilityResults: `${telemetry}, DurationMs:real, Id:string, Location:string, Measurements:dynamic, Message:string, Name:string, PerformanceBucket:string, Size:real, Success:bool`,
  AppDependencies: `${telemetry}, Data:string, DependencyType:string, DurationMs:real, Id:string, Measurements:dynamic, Name:string, PerformanceBucket:string, ResultCode:string, Success:bool, Target:string`,
  AppExceptions: `${telemetry}, Assembly:string, Details:dynamic, ExceptionType:string, HandledAt:string, InnermostMessage:string, InnermostType:string, Measurements:dynamic, Message:string, Method:string, `
    + 'OuterMessage:string, OuterMethod:string, OuterType:string, ProblemId:string, SeverityLevel:int',
  AppMetrics: `${telemetry}, Max:real, Min:real, Name:string, Sum:real`,
  AppRequests: `${telemetry}, DurationMs:real, Id:string, Measurements:dynamic, Name:string, PerformanceBucket:string, ResultCode:string, Source:string, Success:bool, Url:string`,
  AppTraces: `${telemetry}, Message:string, SeverityLevel:int`,
  AZKVAuditLogs: 'AddressAuthorizationType:string, Algorithm:string, AppliedAssignmentId:string, CallerIpAddress:string, ClientInfo:string, CorrelationId:string, DurationMs:int, HttpStatusCode:int, Id:string, '
    + 'Identity:dynamic, OperationName:string, OperationVersion:string, RequestUri:string, ResultDescription:string, ResultSignature:string, ResultType:string, TrustedService:string, VaultProperties:dynamic',
  ContainerAppConsoleLogs: 'ContainerAppName:string, ContainerGroupName:string, ContainerId:string, ContainerImage:string, ContainerName:string, EnvironmentName:string, Level:string, Location:string, Log:string, '
    + 'OperationName:string, RevisionName:string, Stream:string',
  ContainerAppSystemLogs: 'ComponentName:string, ContainerAppName:string, EnvironmentName:string, ErrorMessage:string, Level:string, Location:string, Log:string, OperationName:string, Reason:string, ReplicaName:string, RevisionName:string',
  StorageBlobLogs: storage,
  StorageQueueLogs: storage,
  StorageTableLogs: storage,
  Usage: 'BatchesCapped:long, DataType:string, EndTime:datetime, IsBillable:bool, Quantity:real, QuantityUnit:string, ResourceUri:string, Solution:string, StartTime:datetime',
  _LogOperation: 'Category:string, Computer:string, Detail:string, Level:string, Operation:string, Resource:string, Solution:string, WorkspaceId:string',
};

export const tableNames = new Set(Object.keys(tables));

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', '@kusto', 'language-service-next');
let service;

/** The language service is two scripts for a browser, which put their names into the global scope. */
function start() {
  if (service) return service;
  if (!fs.existsSync(folder)) throw new Error('the Kusto language service is not installed: start the checks with infra/tests/run');
  for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) vm.runInThisContext(fs.readFileSync(path.join(folder, file), 'utf8'), { filename: file });
  const { GlobalState, KustoCode, Symbols } = globalThis.Kusto.Language;
  const workspace = new Symbols.DatabaseSymbol.ctor('workspace', Object.entries(tables).map(([name, columns]) => Symbols.TableSymbol.From(`(${columns}, ${standard})`).WithName(name)));
  service = { KustoCode, globals: GlobalState.Default.WithCluster(new Symbols.ClusterSymbol.ctor('azure', [workspace])).WithDatabase(workspace) };
  return service;
}

const answers = new Map();

/** What the language service finds wrong with a query: wrong names, wrong types, wrong syntax. */
export function diagnose(query) {
  if (!answers.has(query)) {
    const { KustoCode, globals } = start();
    const found = KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
    answers.set(query, Array.from({ length: found.Count }, (_, index) => found.getItem(index))
      .filter(({ Severity }) => Severity === 'Error')
      .map(({ Code, Message, Start }) => `line ${query.slice(0, Start).split('\n').length}: ${Code} ${Message}`));
  }
  return answers.get(query);
}
