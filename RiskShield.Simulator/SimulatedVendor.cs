using RiskShield.Simulator.Control;
using RiskShield.Simulator.Faults;
using RiskShield.Simulator.Journal;
using RiskShield.Simulator.Latency;
using RiskShield.Simulator.Scoring;

namespace RiskShield.Simulator;

/// <summary>One simulated vendor, with its own API keys, faults, latency, billing and journal.</summary>
internal sealed class SimulatedVendor
{
    private readonly IVendorContract _contract;
    private readonly ScoreEndpoint _endpoint;
    private readonly ControlEndpoints _control;

    public SimulatedVendor(
        IVendorContract contract, IReadOnlyList<string> keys, int journalCapacity, TimeProvider time,
        IHostApplicationLifetime lifetime)
    {
        var (accepted, faults, latency) = (new AcceptedKeys(keys), new FaultPlan(), new LatencyModel());
        var (ledger, stats, journal) = (new BillingLedger(contract), new CallStats(), new CallJournal(journalCapacity, time));
        _contract = contract;
        _endpoint = new ScoreEndpoint(
            contract, accepted, faults, new FaultPerformer(contract, time, lifetime), latency, ledger, journal, stats, time);
        _control = new ControlEndpoints(faults, latency, accepted, journal, stats, ledger);
    }

    /// <summary>Maps the vendor's scoring endpoint, and its control API to <c>{prefix}/control</c>.</summary>
    public void Map(WebApplication app, string prefix)
    {
        app.MapPost(_contract.Path, _endpoint.HandleAsync);
        _control.Map(app.MapGroup(prefix));
    }
}
