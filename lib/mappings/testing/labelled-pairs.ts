/**
 * Invented merchants. One line is one site as the POS and as Pongo have it: `name | address | postcode | city | phone
 * = name | …`. Nothing left of `=`: a store without a location; nothing right: a location without a store. `*`: mapped
 * already. The suggestions were tuned on this set; see `held-back-pairs.ts`.
 */
export const LABELLED = `
# Le Comptoir
Bastille | 12 rue de la Roquette | 75011 | Paris | 01 99 00 10 01 = Le Comptoir Bastille | 12 r. de la Roquette | 75011 | Paris | +33199001001
COMPTOIR REPUBLIQUE | 4 bd Voltaire | 75011 | PARIS | = Le Comptoir République | 4 boulevard Voltaire | 75011 | Paris 11e |
Comptoir Oberkampf | 97 rue Oberkampf | 75011 | Paris | = Le Comptoir Oberkampf | 97, rue Oberkampf | 75011 | Paris | 01 99 00 10 03
Le Comptoir Nation | | | Paris | = Le Comptoir Nation | 3 place de la Nation | 75012 | Paris |
Comptoir Lyon Part-Dieu | CC Part-Dieu, 17 rue du Dr Bouchut | 69003 | Lyon | = Le Comptoir Part Dieu | 17 Rue du Docteur Bouchut | 69003 | Lyon 3ème |
Comptoir Bellecour | 8 pl. Bellecour | 69002 | LYON 2EME | = Le Comptoir Bellecour | 8 place Bellecour | 69002 | Lyon |
Marseille Vieux Port | 22 quai du Port | 13002 | Marseille | = Le Comptoir Vieux-Port | 22 Quai du Port | 13002 | Marseille |
Le Comptoir Lille | 5 rue Faidherbe | 59800 | Lille | =
= Le Comptoir Montmartre | 18 rue Lepic | 75018 | Paris |
= Le Comptoir Bordeaux | 30 cours de l'Intendance | 33000 | Bordeaux |
# Burger Point
BP 1 | 14 avenue Jean Jaurès | 31000 | Toulouse | = Burger Point Toulouse Jaurès | 14 av. Jean-Jaurès | 31000 | Toulouse |
BP 2 | 2 allées Paul Sabatier | 31000 | Toulouse | = Burger Point Sabatier | 2 allée Paul Sabatier | 31000 | Toulouse |
BP 3 | 61 rue de Metz | 31000 | TOULOUSE | = Burger Point Metz | 61 rue de Metz | 31000 | Toulouse |
BP 4 | 120 route de Narbonne | 31400 | Toulouse | = Burger Point Rangueil | 120 rte de Narbonne | 31400 | Toulouse |
BP 5 | 3 place du Capitole | 31000 | Toulouse | = Burger Point Capitole | 3 Pl du Capitole | 31000 | Toulouse |
BP 6 | ZAC Saint-Martin | 31300 | Toulouse | =
= Burger Point Blagnac | 10 avenue de l'Aéroport | 31700 | Blagnac |
# Pizza Vesuvio
Pizza Vesuvio 1 | | | Nantes | = Vesuvio Nantes 1 | 6 rue Crébillon | 44000 | Nantes |
Pizza Vesuvio 2 | | | Nantes | = Vesuvio Nantes 2 | 41 rue Paul Bellamy | 44000 | Nantes |
Pizza Vesuvio 3 | | | Nantes | = Vesuvio Nantes 3 | 9 bd de la Prairie au Duc | 44200 | Nantes |
Pizza Vesuvio n°4 | | | Rennes | = Vesuvio Rennes 4 | 15 rue d'Antrain | 35000 | Rennes |
Pizza Vesuvio V | 2 quai Lamennais | 35000 | Rennes | = Vesuvio Rennes 5 | 2 quai Lamennais | 35000 | Rennes |
Pizza Vesuvio 6 | | | Angers | =
= Vesuvio Brest 7 | 30 rue de Siam | 29200 | Brest |
# Sushi Kaze
Sushi Kaze Paris 11e | | | | = Sushi Kaze | 44 rue de Charonne | 75011 | Paris |
Sushi Kaze Paris 15e | | | | = Sushi Kaze | 210 rue de la Convention | 75015 | Paris |
Sushi Kaze Paris 3 | | | | = Sushi Kaze | 8 rue de Bretagne | 75003 | Paris |
SUSHI KAZE XVIIe | | | Paris | = Sushi Kaze | 21 avenue de Wagram | 75017 | Paris |
Sushi Kaze 75116 | | | | = Sushi Kaze | 5 avenue Victor Hugo | 75116 | Paris |
Sushi Kaze Lyon 6ème | | | | = Sushi Kaze | 33 cours Vitton | 69006 | Lyon |
Sushi Kaze Lyon 7 | | | | = Sushi Kaze | 12 avenue Jean Jaurès | 69007 | Lyon |
Sushi Kaze Marseille 8ème | | | | = Sushi Kaze | 310 avenue du Prado | 13008 | Marseille |
Sushi Kaze Paris 20e | | | | =
# SARL Boulangerie Duval
BOULANGERIE DUVAL SARL | 3 rue des Halles | 37000 | Tours | 02 99 00 20 01 = Duval Halles | 3 rue des Halles | 37000 | Tours | 0299002001
SARL DUVAL ET FILS | 77 rue Nationale | 37000 | Tours | 02 99 00 20 02 = Duval Nationale | 77 rue Nationale | 37000 | Tours | +33 2 99 00 20 02
DUVAL GARE | | | Tours | 02 99 00 20 03 = Boulangerie Duval - Gare | 10 place du Gal Leclerc | 37000 | Tours | 02.99.00.20.03
DUVAL ST PIERRE | 6 av de la République | 37700 | St Pierre des Corps | = Boulangerie Duval Saint-Pierre | 6 avenue de la République | 37700 | Saint-Pierre-des-Corps |
DUVAL JOUE | 12 rue Aristide Briand | 37300 | Joue les Tours | = Boulangerie Duval Joué | 12 rue A. Briand | 37300 | Joué-lès-Tours |
DUVAL CHINON | 1 quai Jeanne d'Arc | 37500 | Chinon | =
# Crêperie Ty Breizh
Ty Breizh | 5 rue St-Yves | 29000 | Quimper | = Crêperie Ty Breizh Quimper | 5 rue Saint Yves | 29000 | Quimper |
Ty Breizh 5 bis | 5 bis rue St-Yves | 29000 | Quimper | = Ty Breizh Traiteur | 5bis rue Saint-Yves | 29000 | Quimper |
Ty Breizh Concarneau | 2 pl Jean Jaures | 29900 | Concarneau | = Crêperie Ty Breizh Concarneau | 2 place Jean Jaurès | 29900 | Concarneau |
Ty Breizh Douarnenez | 19 quai de la Petite Croix | 29100 | Douarnenez | = Ty Breizh - Douarnenez | 19 quai de la Petite-Croix | 29100 | DOUARNENEZ |
Ty Breizh Bénodet | | 29950 | | = Crêperie Ty Breizh Benodet | 41 avenue de la Plage | 29950 | Bénodet |
# Café Littéraire
Café Littéraire | 10 rue Sainte-Catherine | 33000 | Bordeaux | = Café Littéraire Ste Catherine | 10 rue Ste Catherine | 33000 | Bordeaux |
Café Littéraire (2) | 148 rue Sainte-Catherine | 33000 | Bordeaux | = Café Littéraire Victoire | 148 rue Ste-Catherine | 33000 | Bordeaux |
Café Littéraire Chartrons | 27 r Notre-Dame | 33000 | Bordeaux | = Le Café Littéraire - Les Chartrons | 27 rue Notre Dame | 33000 | Bordeaux |
Café Litteraire Merignac | 4 av. de l'Yser | 33700 | Merignac | = Café Littéraire Mérignac | 4 avenue de l'Yser | 33700 | Mérignac |
Café Littéraire Pessac | | 33600 | Pessac | = Café Littéraire Pessac | 8 pl. de la Vème République | 33600 | Pessac |
# Wok & Go
WOK AND GO BEAUBOURG | 33 rue Beaubourg | 75003 | Paris | = Wok & Go Beaubourg | 33 rue Beaubourg | 75003 | Paris |
WOK AND GO ST LAZARE | 101 r. St-Lazare | 75009 | Paris | = Wok & Go Saint-Lazare | 101 rue Saint-Lazare | 75009 | Paris |
WOK AND GO ST MICHEL | 7 bd St Michel | 75005 | Paris | = Wok & Go Saint-Michel | 7 boulevard Saint-Michel | 75005 | Paris |
WOK AND GO ST GERMAIN | 155 bd St Germain | 75006 | Paris | = Wok & Go Saint-Germain | 155 boulevard Saint-Germain | 75006 | Paris |
WOK AND GO ST DENIS | 20 rue de la République | 93200 | St Denis | = Wok & Go Saint-Denis | 20 rue de la République | 93200 | Saint-Denis |
WOK AND GO LA DEFENSE | CNIT, 2 place de la Défense | 92800 | Puteaux | = Wok & Go La Défense | Centre commercial CNIT | 92800 | Puteaux |
WOK AND GO ST CLOUD | | 92210 | St Cloud | =
= Wok & Go Saint-Ouen | 4 rue des Rosiers | 93400 | Saint-Ouen |
# La Table d'Hugo
La Table d'Hugo | | | | = La Table d'Hugo | 3 place Victor Hugo | 25000 | Besançon |
# Bistrot Gustave
Bistrot Gustave | 9 rue du Bac | 75007 | Paris | =
= Bistrot Gustave Strasbourg | 2 quai des Bateliers | 67000 | Strasbourg |
# Brasserie Pasteur
Brasserie | 3 place Kléber | 67000 | Strasbourg | = Brasserie Pasteur | 3 pl. Kleber | 67000 | Strasbourg |
Bar | 3 place Kléber | 67000 | Strasbourg | = Pasteur Bar à cocktails | 3 pl. Kleber | 67000 | Strasbourg |
Terrasse | 3 place Kléber | 67000 | Strasbourg | = Terrasse Pasteur | 3 pl. Kleber | 67000 | Strasbourg |
# Kebab Istanbul
Istanbul Centre | 40 rue de Bethune | 59000 | Lille | = Kebab Istanbul Béthune | 40 rue de Béthune | 59000 | Lille |
Istanbul Wazemmes | 116 rue Gambetta | 59000 | Lille | = Kebab Istanbul Wazemmes | 116 rue Léon Gambetta | 59000 | Lille |
Istanbul Roubaix | 31 Grande Rue | 59100 | Roubaix | = Kebab Istanbul Roubaix | 31 Grand Rue | 59100 | Roubaix |
Istanbul Tourcoing | 6 rue de Lile | 59200 | Tourcoing | = Kebab Istanbul Tourcoing | 6 rue de Lille | 59200 | Tourcoing |
Istanbul V d'Ascq | 73 bd de Valmy | 59650 | Villeneuve d'Ascq | = Kebab Istanbul Villeneuve | 73 boulevard de Valmy | 59650 | Villeneuve-d'Ascq |
Istanbul Croix | | 59170 | Croix | =
# Tartines & Cie
T&C Annecy | 14 rue Sainte-Claire | 74000 | Annecy | 04 99 00 30 00 = Tartines et Cie - Annecy | 14 r. Ste Claire | 74000 | Annecy | 04 99 00 30 00
T&C Annecy Courier | CC Courier | 74000 | Annecy | 04 99 00 30 00 = Tartines et Cie - Courier | 65 rue Carnot, centre commercial Courier | 74000 | Annecy | 04 99 00 30 00
T&C Chambéry | 8 place Saint-Léger | 73000 | Chambery | 04 99 00 30 00 = Tartines et Cie - Chambéry | 8 pl St Leger | 73000 | Chambéry | 04 99 00 30 00
T&C Aix les Bains | 22 rue de Genève | 73100 | Aix les Bains | 04 99 00 30 00 = Tartines et Cie - Aix | 22 rue de Geneve | 73100 | Aix-les-Bains | 04 99 00 30 00
T&C Thonon | | 74200 | Thonon | 04 99 00 30 00 = Tartines et Cie - Thonon | 1 Grande Rue | 74200 | Thonon-les-Bains | 04 99 00 30 00
T&C Annemasse | | | | 04 99 00 30 00 = Tartines et Cie - Annemasse | 17 avenue de la Gare | 74100 | Annemasse | 04 99 00 30 00
# Chez Fernande
Fernande Confluence | 112 cours Charlemagne | 69002 | Lyon | = Chez Fernande Confluence | 112 cours Charlemagne | 69002 | Lyon |
Fernande Croix Rousse | 10 bd de la Croix-Rousse | 69004 | Lyon | = Chez Fernande Croix-Rousse | 10 bd Croix Rousse | 69004 | Lyon 4e |
Fernande Vaise | | 69009 | Lyon | = Chez Fernande Vaise | 5 place Valmy | 69009 | Lyon |
Fernande Guillotiere | 71 gde rue de la Guillotiere | 69007 | Lyon | = Chez Fernande Guillotière | 71 Grande Rue de la Guillotière | 69007 | Lyon |
Fernande Villeurbane | 50 cours Emile Zola | 69100 | Villeurbane | = Chez Fernande Villeurbanne | 50 cours Émile-Zola | 69100 | Villeurbanne |
Fernande Ecully | Le Grand Ouest | 69130 | Ecully | = Chez Fernande Écully | CC Grand Ouest, chemin Jean-Marie Vianney | 69130 | Écully |
Fernande Caluire | | 69300 | Caluire | = Chez Fernande Caluire | 3 place du Docteur Dugoujon | 69300 | Caluire-et-Cuire |
Fernande Bron | | 69500 | Bron | =
= Chez Fernande Oullins | 88 grande rue | 69600 | Oullins |
# Green Bowl
Green Bowl Opéra | 12 rue Halévy | 75009 | Paris | = Green Bowl Opera | 12 rue Halevy | 75009 | Paris |
Green Bowl Madeleine | 9 rue Tronchet | 75008 | Paris | = Green Bowl Madeleine | 9 rue Tronchet | 75008 | Paris |
Green Bowl Bourse | 30 r du 4 septembre | 75002 | Paris | = Green Bowl Bourse | 30 rue du Quatre-Septembre | 75002 | Paris |
Green Bowl Gare de Lyon | 20 bd Diderot | 75012 | Paris | = Green Bowl - Gare de Lyon | 20 boulevard Diderot | 75012 | Paris |
Green Bowl Lyon | 60 rue de la Ré | 69002 | Lyon | = Green Bowl Lyon République | 60 rue de la République | 69002 | Lyon |
Green Bowl Beaugrenelle | 12 rue Linois | 75015 | Paris | = Green Bowl Beaugrenelle | Centre Beaugrenelle, 12 rue Linois | 75015 | Paris |
Green Bowl Batignoles | 40 rue des Dames | 75017 | Paris | = Green Bowl Batignolles | 40 rue des Dames | 75017 | Paris |
Green Bowl Levallois | | 92300 | Levallois | = Green Bowl Levallois | 51 rue Louise Michel | 92300 | Levallois-Perret |
= Green Bowl Neuilly | 92 avenue Charles de Gaulle | 92200 | Neuilly-sur-Seine |
# Maison Pérard
Magasin 001 | 4 rue de l'Hôpital | 76000 | Rouen | = Maison Pérard Rouen | 4 rue de l'Hopital | 76000 | Rouen |
Magasin 002 | 18 rue du Palais | 76600 | Le Havre | = Maison Pérard Le Havre | 18 rue du Palais | 76600 | Le Havre |
Magasin 003 | 33 Grande Rue | 76200 | Dieppe | = Maison Pérard Dieppe | 33 Gde Rue | 76200 | Dieppe |
Magasin 004 | 7 rue Chartraine | 27000 | Evreux | = Maison Pérard Évreux | 7 r. Chartraine | 27000 | Évreux |
Magasin 005 | 15 rue Froide | 14000 | Caen | = Maison Pérard Caen | 15 rue Froide | 14000 | Caen |
Magasin 006 | 2 rue Cavelier de la Salle | 76000 | Rouen | = Maison Pérard Rouen Rive Gauche | 2 rue Cavelier-de-La-Salle | 76100 | Rouen |
Magasin 007 | 9 bd Jules Durand | 76600 | Le Havre | =
# Bagel Corner Ouest
Site Poitiers | | 86000 | | = Bagel Poitiers | 12 rue Gambetta | 86000 | Poitiers |
Site La Rochelle | | 17000 | | = Bagel La Rochelle | 7 rue du Palais | 17000 | La Rochelle |
Site Niort | | 79000 | | = Bagel Niort | 30 rue Victor Hugo | 79000 | Niort |
Site Limoges | | 87000 | | = Bagel Limoges | 1 rue Jean Jaures | 87000 | Limoges |
Site Angouleme | | 16000 | | = Bagel Angoulême | 5 pl. New York | 16000 | Angoulême |
Site Saintes | | 17100 | | =
# Les Deux Frères
Les Deux Frères | 45 rue de Paris | 59000 | Lille | = Les Deux Frères - rue de Paris | 45 rue de Paris | 59000 | Lille |
Les Deux Frères Cave | 47 rue de Paris | 59000 | Lille | = La Cave des Deux Frères | 47 rue de Paris | 59000 | Lille |
Les Deux Frères Traiteur | 51 rue de Paris | 59000 | Lille | = Deux Frères Traiteur | 51 r. de Paris | 59000 | Lille |
Les 2 Frères Marcq | 12 bd Clemenceau | 59700 | Marcq-en-Baroeul | = Les Deux Frères Marcq | 12 boulevard Clemenceau | 59700 | Marcq-en-Barœul |
# Glacier Azur
Glacier Azur Promenade | 55 prom. des Anglais | 06000 | Nice | = Glacier Azur - Promenade | 55 promenade des Anglais | 06000 | Nice |
Glacier Azur Massena | 3 pl Massena | 6000 | Nice | = Glacier Azur Masséna | 3 place Masséna | 06000 | Nice |
Glacier Azur Cannes | 17 bd de la Croisette | 06400 | Cannes | = Glacier Azur Croisette | 17 boulevard de la Croisette | 06400 | Cannes |
Glacier Azur Antibes | 8 cours Masséna | 06600 | Antibes | = Glacier Azur Antibes | 8 Cours Massena | 06600 | Antibes |
Glacier Azur Juan | | 06160 | Juan les Pins | = Glacier Azur Juan-les-Pins | 1 bd Édouard Baudoin | 06160 | Antibes Juan-les-Pins |
Glacier Azur Menton | 4 quai Bonaparte | 06500 | Menton | = Glacier Azur Menton | 4 quai Bonaparte | 06500 | Menton |
Glacier Azur Monaco | 2 quai Albert Ier | | Monaco | = Glacier Azur Monaco | 2 quai Albert 1er | 98000 | Monaco |
= Glacier Azur Villefranche | 2 quai Courbet | 06230 | Villefranche-sur-Mer |
# L'Atelier du Pain
Atelier du Pain Garibaldi | 12 rue Garibaldi | 69006 | Lyon | = L'Atelier du Pain Garibaldi Nord | 12 rue Garibaldi | 69006 | Lyon |
Atelier du Pain Garibaldi 2 | 212 rue Garibaldi | 69003 | Lyon | = L'Atelier du Pain Garibaldi Sud | 212 rue Garibaldi | 69003 | Lyon |
Atelier du Pain Monplaisir | 98 av des Frères Lumière | 69008 | Lyon | = L'Atelier du Pain Monplaisir | 98 avenue des Frères-Lumière | 69008 | Lyon 08 |
Atelier du Pain Gerland | 25 av T. Garnier | 69007 | Lyon | = L'Atelier du Pain Gerland | 25 avenue Tony Garnier | 69007 | Lyon |
Atelier du Pain Perrache | | 69002 | | = L'Atelier du Pain Perrache | 14 cours de Verdun | 69002 | Lyon |
Atelier du Pain Ainay | | 69002 | | = L'Atelier du Pain Ainay | 2 rue Vaubecour | 69002 | Lyon |
# Poke Ohana
Ohana Grenoble Centre | 3 place Grenette | 38000 | Grenoble | 04 99 00 41 01 = Poke Ohana Grenette | 3 place Grenette | 38000 | Grenoble | 0499004101
Ohana Grenoble Gare | 8 pl de la Gare | 38000 | Grenoble | 04 99 00 41 02 = Poke Ohana Gare | 8 place de la Gare | 38000 | Grenoble | 0499004102
Ohana Meylan | | | | 04 99 00 41 03 = Poke Ohana Inovallée | 12 chemin du Vieux Chêne | 38240 | Meylan | +33499004103
Ohana Voiron | | | | 04 99 00 41 04 = Poke Ohana Voiron | 20 cours Sénozan | 38500 | Voiron | 04 99 00 41 04
Ohana Echirolles | | 38130 | Echirolles | 04 99 00 41 05 = Poke Ohana Grand'Place | CC Grand'Place | 38130 | Échirolles | 04 99 00 41 05
Ohana Crolles | | 38920 | Crolles | 04 99 00 41 06 =
# Tacos del Sol
TDS MONTPELLIER COMEDIE | PL DE LA COMEDIE | 34000 | MONTPELLIER | = Tacos del Sol Comédie | 14 place de la Comédie | 34000 | Montpellier |
TDS MONTPELLIER ODYSSEUM | PL DE LISBONNE | 34000 | MONTPELLIER | = Tacos del Sol Odysseum | 2 place de Lisbonne | 34000 | Montpellier |
TDS SETE | 11 QUAI GENERAL DURAND | 34200 | SETE | = Tacos del Sol Sète | 11 quai Gal Durand | 34200 | Sète |
TDS BEZIERS | 5 ALL PAUL RIQUET | 34500 | BEZIERS | = Tacos del Sol Béziers | 5 allées Paul Riquet | 34500 | Béziers |
TDS NIMES | 16 BD V HUGO | 30000 | NIMES | = Tacos del Sol Nîmes | 16 boulevard Victor-Hugo | 30000 | Nîmes |
TDS ALES | 2 PL PERI | 30100 | ALES | = Tacos del Sol Alès | 2 place Gabriel Péri | 30100 | Alès |
TDS LUNEL | | 34400 | LUNEL | =
= Tacos del Sol Agde | 3 rue Jean Roger | 34300 | Agde |
# Café du Marché
FM Halle A | Marché d'intérêt national | 94150 | Rungis | = Café du Marché Halle A | MIN de Rungis, halle A | 94150 | Rungis |
FM Halle B | Marché d'intérêt national | 94150 | Rungis | = Café du Marché Halle B | MIN de Rungis, halle B | 94150 | Rungis |
FM Halle C | Marché d'intérêt national | 94150 | Rungis | = Café du Marché Halle C | MIN de Rungis, halle C | 94150 | Rungis |
# Coffee Lab
*Coffee Lab Marais | 10 rue des Rosiers | 75004 | Paris | = Coffee Lab Marais | 10 rue des Rosiers | 75004 | Paris |
*Coffee Lab Pigalle | 4 rue Frochot | 75009 | Paris | = Coffee Lab Pigalle | 4 rue Frochot | 75009 | Paris |
*Coffee Lab Canal | 71 quai de Valmy | 75010 | Paris | = Coffee Lab Canal St-Martin | 71 quai de Valmy | 75010 | Paris |
Coffee Lab Marais 2 | 32 rue des Rosiers | 75004 | Paris | = Coffee Lab Marais II | 32 rue des Rosiers | 75004 | Paris |
Coffee Lab Belleville | 120 bd de Belleville | 75020 | Paris | = Coffee Lab Belleville | 120 boulevard de Belleville | 75020 | Paris |
Coffee Lab Pigalle Kiosque | 4 rue Frochot | 75009 | Paris | =
# Auberge des Lacs
Hôtel | 2 route du Lac | 88400 | Gérardmer | = Auberge des Lacs - Restaurant de l'hôtel | 2 rte du Lac | 88400 | Gerardmer |
Plage | 40 route du Lac | 88400 | Gérardmer | = Auberge des Lacs - Snack de la plage | 40 rte du Lac | 88400 | Gerardmer |
Station | | 88250 | La Bresse | = Auberge des Lacs - Sommet | Station La Bresse Hohneck | 88250 | La Bresse |
# Vite & Frais
V&F Orly Sud | Aéroport d'Orly, terminal Sud | 94390 | Orly | = Vite & Frais Orly 4 | Aéroport de Paris-Orly, terminal 4 | 94390 | Orly |
V&F CDG 2E | Aéroport CDG, terminal 2E | 95700 | Roissy | = Vite & Frais Roissy 2E | Aéroport Charles de Gaulle, terminal 2E | 95700 | Roissy-en-France |
V&F CDG 2F | Aéroport CDG, terminal 2F | 95700 | Roissy | = Vite & Frais Roissy 2F | Aéroport Charles de Gaulle, terminal 2F | 95700 | Roissy-en-France |
V&F Gare du Nord | 18 rue de Dunkerque | 75010 | Paris | = Vite & Frais Paris Nord | Gare du Nord, 18 rue de Dunkerque | 75010 | Paris |
V&F Gare de l'Est | place du 11 novembre 1918 | 75010 | Paris | = Vite & Frais Paris Est | Gare de l'Est, pl. du 11-Novembre-1918 | 75010 | Paris |
V&F Montparnasse | 17 bd de Vaugirard | 75015 | Paris | = Vite & Frais Montparnasse | 17 boulevard Vaugirard | 75015 | Paris |
# Rôtisserie Dupont-Lajoie
Rotisserie Dijon Liberté | 12 rue de la Liberté | 21000 | Dijon | = Rôtisserie Dupont-Lajoie | 12 rue de la Liberte | 21000 | Dijon |
Rotisserie Dijon Toison d'Or | Rte de Langres | 21000 | Dijon | = Rôtisserie DL Toison d'Or | Centre commercial Toison d'Or, route de Langres | 21000 | Dijon |
Rotisserie Beaune | 3 r Maufoux | 21200 | Beaune | = Rôtisserie DL Beaune | 3 rue Maufoux | 21200 | Beaune |
Rotisserie Chalon | 21 Grd Rue | 71100 | Chalon / Saône | = Rôtisserie DL Chalon | 21 Grande Rue | 71100 | Chalon-sur-Saône |
Rotisserie Macon | | 71000 | Macon | = Rôtisserie DL Mâcon | 290 quai Lamartine | 71000 | Mâcon |
# Panuozzo
Panuozzo | 5 rue des Martyrs 75009 Paris | | | = Panuozzo Martyrs | 5 rue des Martyrs | 75009 | Paris |
Panuozzo | 14 rue de Buci, 75006 Paris | | | = Panuozzo Buci | 14 rue de Buci | 75006 | Paris |
Panuozzo | 80 rue Mouffetard - 75005 PARIS | | | = Panuozzo Mouffetard | 80 rue Mouffetard | 75005 | Paris |
Panuozzo | 26 rue Daguerre, 75014 Paris | | | = Panuozzo Daguerre | 26 rue Daguerre | 75014 | Paris |
Panuozzo | 60 rue Cler, 75007 Paris | | | =
# Café Rivoli
Café Rivoli | 12 rue de Rivoli | 75004 | Paris | = Café Rivoli | 12 rue de Rivoli | 75004 | Paris |
Café Rivoli | 142 rue de Rivoli | 75001 | Paris | = Café Rivoli | 142 rue de Rivoli | 75001 | Paris |
Café Rivoli | 214 rue de Rivoli | 75001 | Paris | = Café Rivoli | 214 rue de Rivoli | 75001 | Paris |
# Mamie Louise
LOUISE COLMAR | 8 rue des Tanneurs | 68000 | Colmar | = Winstub Mamie Louise | 8 rue des Tanneurs | 68000 | Colmar |
LOUISE MULHOUSE | 5 rue du Sauvage | 68100 | Mulhouse | = Mamie Louise Mulhouse | 5 rue du Sauvage | 68100 | Mulhouse |
LOUISE SELESTAT | 2 rue des Chevaliers | 67600 | Selestat | = Mamie Louise Sélestat | 2 rue des Chevaliers | 67600 | Sélestat |
LOUISE OBERNAI | | 67210 | Obernai | = Mamie Louise Obernai | 27 rue du Gal Gouraud | 67210 | Obernai |
LOUISE HAGUENAU | | 67500 | Haguenau | =
# Boucherie Centrale
BC Metz | 11 rue Serpenoise | 57000 | Metz | = Boucherie Centrale Metz | 11, rue Serpenoise | 57000 | METZ |
BC Nancy | 24 rue St Jean | 54000 | Nancy | = Boucherie Centrale Nancy | 24, rue Saint-Jean | 54000 | NANCY CEDEX |
BC Thionville | 6 pl. du Luxembourg | 57100 | Thionville | = Boucherie Centrale Thionville | 6, place du Luxembourg | 57100 | THIONVILLE |
BC Forbach | 90 rue Nationale | 57600 | Forbach | = Boucherie Centrale Forbach | 90, rue Nationale | 57600 | FORBACH |
BC Longwy | | 54400 | Longwy | = Boucherie Centrale Longwy | 1, rue Aristide Briand | 54400 | LONGWY |
# Noodle Bar
Noodle bar Paris XI | | | | = Noodle Bar 11 | 6 rue Saint-Maur | 75011 | Paris |
Noodle bar Paris XIII | | | | = Noodle Bar 13 | 70 avenue de Choisy | 75013 | Paris |
Noodle bar Paris II | | | | = Noodle Bar 2 | 3 rue Sainte-Anne | 75002 | Paris |
Noodle bar Ivry | | | | = Noodle Bar Ivry-sur-Seine | 12 place Voltaire | 94200 | Ivry-sur-Seine |
Noodle bar Paris XIX | | | | =
# Le Zinc
Zinc Bordeaux | 10 place de la Victoire | 33000 | Bordeaux | = Le Zinc Victoire | 10 pl. de la Victoire | 33000 | Bordeaux |
Zinc Bordeaux TEST | | | Bordeaux | =
Zinc Bordeaux (fermé) | 31 rue Saint-Rémi | 33000 | Bordeaux | =
Zinc Talence | 4 cours Gambetta | 33400 | Talence | = Le Zinc Talence | 4 cours Gambetta | 33400 | Talence |
Zinc Bègles | | 33130 | Begles | = Le Zinc Bègles | 12 rue Calixte Camelle | 33130 | Bègles |
= Le Zinc Saint-Rémi | 13 rue Saint-Rémi | 33000 | Bordeaux |
# Dim Sum House
Dim Sum House | | | Paris | = Dim Sum House Belleville | 8 rue de Belleville | 75019 | Paris |
Dim Sum House | | | Lyon | = Dim Sum House Guillotière | 30 cours Gambetta | 69007 | Lyon |
Dim Sum House | | | Lille | = Dim Sum House Lille | 12 rue Nationale | 59800 | Lille |
Dim Sum House | | | Metz | =
= Dim Sum House Nantes | 2 rue Scribe | 44000 | Nantes |
# La Petite Fabrique
Fabrique Foch | 3 avenue Foch | 57000 | Metz | = La Petite Fabrique Metz | 3 av. Maréchal Foch | 57000 | Metz |
Fabrique Foch | 3 avenue Foch | 54000 | Nancy | = La Petite Fabrique Nancy | 3 avenue Foch | 54000 | Nancy |
Fabrique Foch | 3 avenue Foch | 54270 | Essey-lès-Nancy | = La Petite Fabrique Essey | 3 avenue Foch | 54270 | Essey les Nancy |
Fabrique Epinal | 8 rue des Minimes | 88000 | Epinal | = La Petite Fabrique Épinal | 8 r. des Minimes | 88000 | Épinal |
Fabrique Toul | 2 rue Thiers | 54200 | Toul | =
# Cantina Roja
Cantina R. | 17 rue Léon Blum | 42000 | Saint-Etienne | 04 99 00 71 01 = Cantina Roja Sainté | 17 rue Leon Blum | 42000 | St-Étienne | 04 99 00 71 01
Cantina R. Firminy | | | | 04 99 00 71 02 = Cantina Roja Firminy | 4 rue Jean Jaurès | 42700 | Firminy | 04 99 00 71 02
Cantina R. Roanne | 6 rue Jean Jaures | 42300 | Roane | 04 99 00 71 03 = Cantina Roja Roanne | 6 rue Jean-Jaurès | 42300 | Roanne |
Cantina R. Montbrison | | 42600 | | = Cantina Roja Montbrison | 11 bd Lachèze | 42600 | Montbrison | 04 99 00 71 04
Cantina R. Rive de Gier | | | Rive de Gier | = Cantina Roja Rive-de-Gier | 5 pl. de la Libération | 42800 | Rive-de-Gier |
Cantina R. Feurs | | 42110 | Feurs | =
# Hôtel de la Gare
Restaurant de la Gare | 1 place de la Gare | 24000 | Périgueux | = Le Périgourdin | 1 pl. de la Gare | 24000 | Perigueux |
Bar du marché | 12 place du Coderc | 24000 | Périgueux | = La Halle | 12 place du Coderc | 24000 | Perigueux |
Annexe | 6 rue Limogeanne | 24000 | Périgueux | = Comptoir des Truffes | 6 rue Limogeane | 24000 | Perigueux |
# Smoothie Bar
Smoothie Bar Part Dieu | | | Lyon | = Smoothie Bar PartDieu | Niveau 2, centre commercial La Part-Dieu | 69003 | Lyon |
Smoothie Bar Confluence | | | Lyon | = Smoothie Bar Confluence | Pôle de loisirs Confluence | 69002 | Lyon |
Smoothie Bar St-Genis | | | St Genis Laval | = Smoothie Bar Saint-Genis 2 | CC Saint-Genis 2 | 69230 | Saint-Genis-Laval |
Smoothie Bar Vénissieux | | | Venissieux | =
`
