using FinRisk.Acceptance.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Person = FinRisk.Testing.Applicants.SampleApplicant;

namespace FinRisk.Client.Tests.Harness;

/// <summary>A real host and its vendor as processes, and clients of the package for it.</summary>
public sealed class ClientHost : IAsyncLifetime
{
    private readonly List<ServiceProvider> _providers = [];

    // One folder for all hosts of the run, so not before all of them have ended.
    static ClientHost() => AppDomain.CurrentDomain.ProcessExit += (_, _) => WorkFolder.Delete();

    internal OwnTarget Target { get; private set; } = null!;

    internal VendorClient Vendor => Target.Vendor;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Target = await OwnTarget.StartAsync([.. AcceptanceSettings.Patient]);

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var provider in _providers)
            await provider.DisposeAsync();
        Target.Dispose();
    }

    /// <summary>A person whom no other test uses, so that no cached score couples two.</summary>
    internal static Applicant NewApplicant()
    {
        var person = Person.New();
        return new Applicant(person.FirstName, person.LastName, person.IdNumber);
    }

    /// <summary>The score that the simulated vendor gives.</summary>
    internal static int ExpectedScore(Applicant applicant) =>
        new Person(applicant.FirstName, applicant.LastName, applicant.IdNumber).ExpectedScore;

    /// <summary>A client as a program registers it.</summary>
    internal FinRiskClient CreateClient(Action<FinRiskClientOptions>? configure = null, Uri? address = null)
    {
        var provider = new ServiceCollection()
            .AddFinRiskClient(options =>
            {
                options.BaseAddress = address ?? Target.Host.Address;
                configure?.Invoke(options);
            })
            .Services.BuildServiceProvider();
        lock (_providers)
            _providers.Add(provider);
        return provider.GetRequiredService<FinRiskClient>();
    }
}
