using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace FinRisk.Local.Settings;

/// <summary>
/// Polls the settings files, such as <c>appsettings.json</c>, every few seconds, so that changed settings apply without a
/// restart. Polling only reads the files' timestamps. The framework's file watcher, in contrast, is notified of every write below
/// the working folder, which includes the writes to the database.
/// </summary>
internal static class SettingsFiles
{
    /// <summary>Replaces the JSON sources that the framework has added by sources that poll.</summary>
    public static void Watch(ConfigurationManager configuration)
    {
        var sources = ((IConfigurationBuilder)configuration).Sources;
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i] is JsonConfigurationSource { Path: { } path, FileProvider: PhysicalFileProvider files } file)
            {
                sources[i] = new Source
                {
                    Path = path,
                    Optional = file.Optional,
                    ReloadOnChange = true,
                    FileProvider = new PhysicalFileProvider(files.Root) { UsePollingFileWatcher = true, UseActivePolling = true },
                };
            }
        }
    }

    private sealed class Source : JsonConfigurationSource
    {
        public override IConfigurationProvider Build(IConfigurationBuilder builder)
        {
            EnsureDefaults(builder);
            return new Provider(this);
        }
    }

    /// <summary>
    /// Loads a file. Invalid JSON fails the start, but is ignored while the host runs, because an editor may be in the middle of
    /// writing the file. The framework's provider would drop all settings of the file instead.
    /// </summary>
    private sealed class Provider(Source source) : JsonConfigurationProvider(source)
    {
        private bool _loaded;

        public override void Load(Stream stream)
        {
            try
            {
                base.Load(stream);
                _loaded = true;
            }
            catch (FormatException) when (_loaded)
            {
                Console.Error.WriteLine($"{Source.Path} cannot be read as JSON; the settings stay as they were.");
            }
        }
    }
}
