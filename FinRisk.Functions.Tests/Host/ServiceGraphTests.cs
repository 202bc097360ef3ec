using FinRisk.Functions.Audit;
using FinRisk.Functions.Circuit;
using FinRisk.Functions.Http;
using FinRisk.Functions.Operations;
using FinRisk.Functions.Purge;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Functions.Validations;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Functions.Tests.Host;

/// <summary>The container as <c>Program.cs</c> builds it.</summary>
public sealed class ServiceGraphTests
{
    /// <summary>The worker makes its function classes like this.</summary>
    [Theory]
    [InlineData(typeof(ValidateFunction))]
    [InlineData(typeof(ValidationsFunction))]
    [InlineData(typeof(OpsAuditFunctions))]
    [InlineData(typeof(AuditActivity))]
    [InlineData(typeof(HealthFunctions))]
    [InlineData(typeof(OpsFunctions))]
    [InlineData(typeof(ValidationOrchestrator))]
    [InlineData(typeof(CallVendorActivity))]
    [InlineData(typeof(FindLastScoreActivity))]
    [InlineData(typeof(CircuitEntity))]
    [InlineData(typeof(PurgeFunction))]
    [InlineData(typeof(EdgeFunctionMiddleware))]
    public void Every_function_can_be_made(Type function)
    {
        using var host = TestHost.Build(TestHost.Settings());
        Assert.NotNull(ActivatorUtilities.CreateInstance(host.Services, function));
    }
}
